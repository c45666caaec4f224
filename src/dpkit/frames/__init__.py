"""What a Python user gets: pandas frames and pandera schemas. Nobody else imports either library."""
