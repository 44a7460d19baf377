"""Gold readers, the scorer and the accuracy gate."""
