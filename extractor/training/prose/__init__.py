"""Training of the prose room: own sentences, samples, the classifier of numbers."""

from extractor.training.prose.identity import train_identity
from extractor.training.prose.train import train_prose

__all__ = ["train_identity", "train_prose"]
