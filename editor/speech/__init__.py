"""Words from sound: recognition and forced alignment."""
