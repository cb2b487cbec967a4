"""The content that a new site starts with, and the accounts to try it with.

The texts were written for this demonstration from public facts. Nobody real is given words they
did not say: every quotation is a sample, attributed to a role. Telephone numbers are those that
Ofcom keeps free for drama, e-mail addresses are under example.org.
"""
