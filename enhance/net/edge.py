"""The network of the bandwidth probe, as `enhance.edge` computes it in numpy."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from enhance.edge import DILATIONS, NEVER
from enhance.edge_curves import CURVES, HERE


class Block(nn.Module):
    """Each channel along frequency, then all channels at each place: (batch, channels, places) and back."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.along = nn.Conv1d(
            channels, channels, 7, padding=3 * dilation, dilation=dilation, groups=channels
        )
        self.norm = nn.LayerNorm(channels)
        self.wide = nn.Linear(channels, 2 * channels)
        self.back = nn.Linear(2 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """x with what the block adds."""
        seen = self.norm(self.along(x).transpose(1, 2))
        return x + self.back(torch.relu(self.wide(seen))).transpose(1, 2)


class EdgeNetwork(nn.Module):
    """Curves (batch, CURVES, places) to logits (batch, places + 1), the last for no edge at all."""

    def __init__(self, channels: int = 40) -> None:
        super().__init__()
        self.stem = nn.Conv1d(CURVES, channels, 5, padding=2)
        self.blocks = nn.ModuleList(Block(channels, dilation) for dilation in DILATIONS)
        self.norm = nn.LayerNorm(channels)
        self.place = nn.Linear(channels, 1)
        self.nowhere = nn.Linear(2 * channels, 1)

    def forward(self, curves: Tensor) -> Tensor:
        """Logits; places beyond the Nyquist frequency have next to none."""
        here = curves[:, HERE] > 0.5
        x = self.stem(curves)
        for block in self.blocks:
            x = block(x)
        y = self.norm(x.transpose(1, 2))
        places = self.place(y)[..., 0].masked_fill(~here, NEVER)
        weight = here[..., None].to(y.dtype)
        mean = (y * weight).sum(1) / weight.sum(1)
        most = y.masked_fill(~here[..., None], -1e4).amax(1)
        return torch.cat([places, self.nowhere(torch.cat([mean, most], 1))], 1)
