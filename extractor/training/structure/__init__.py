"""Training of the structure room: generated pages, samples, models."""

from extractor.training.structure.train import train_structure

__all__ = ["train_structure"]
