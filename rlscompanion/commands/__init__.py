"""The commands, a module each, loaded only when called: ``run(options, folders) -> status``."""
