"""What the interface for programs keeps: answers to requests that carried an idempotency key, webhooks and their deliveries."""
