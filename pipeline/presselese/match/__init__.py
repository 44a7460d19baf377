"""spaCy components that find spans and write them to `doc.spans`."""
