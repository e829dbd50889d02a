"""What each service adds: who is offered it first, who at all, who only it serves, and whom others serve as well."""
