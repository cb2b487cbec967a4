"""Walk every address of the admin, and post its forms damaged."""
