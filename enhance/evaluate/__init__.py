"""How good an enhancement is: metrics, the protocol of recordings and rates, one table, spectrogram pictures.

Nothing here knows how an enhancer works: it is a call that takes samples and two rates, so resampling, what
others have made and our own models stand in one table. Imports numpy; soxr, PyAV and ViSQOL where needed.
"""
