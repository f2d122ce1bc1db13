"""Starts the gateway, tool servers and real clients for the integration tests, on loopback only."""
