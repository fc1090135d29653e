"""How the bandwidth probe learned where recordings are cut off: known cut-offs in, `enhance/edge.npz` out."""
