"""The commands: each loads, calls one function, prints, exits; nothing below this folder prints."""
