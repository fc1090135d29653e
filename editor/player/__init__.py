"""Playing: a transport that pulls sound from a renderer, and the device that it comes out of."""
