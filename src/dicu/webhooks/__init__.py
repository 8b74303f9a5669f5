"""Webhooks: other programs are told what happens, each as far as its account may know, in words that name things and nobody."""
