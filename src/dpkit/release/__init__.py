"""From a package to a release, and back: differences, levels, the archive and its downloads, verification."""
