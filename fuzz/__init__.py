"""Fuzzing: arbitrary input finds what nobody thought of; see README.md beside this file."""
