"""The nouns that all stages share: frozen dataclasses, standard library only."""
