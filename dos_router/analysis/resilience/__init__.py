"""What happens when a service, a provider or a site closes: who is left with nothing, and who inherits the calls."""
