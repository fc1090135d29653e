"""The networks, in torch. Nothing but training imports them: what runs in the editor is their ONNX export."""
