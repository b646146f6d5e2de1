"""The one door to Git: hardened processes, bulk reading and writing, repositories."""
