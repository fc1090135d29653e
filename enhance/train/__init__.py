"""Training: recordings in, an ONNX model with its card out. Runs in a process of its own; needs torch."""
