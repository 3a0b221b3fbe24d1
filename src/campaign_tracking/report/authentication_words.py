"""What the results of SPF, DKIM and DMARC mean, in words.

After RFC 7208, 2.6 (SPF), RFC 8601, 2.7.1 (DKIM) and RFC 7489, 11.2 (DMARC).
"""

WORDS = {
    "spf": {
        "pass": "the server that handed the mail over may send for this domain",
        "fail": "the domain says that this server may not send for it",
        "softfail": "the domain says that this server probably may not send for it",
        "neutral": "the domain does not say whether this server may send for it",
        "none": "there is no SPF record, or no domain to look for one",
        "temperror": "it could not be looked up at that moment",
        "permerror": "the SPF record cannot be understood",
    },
    "dkim": {
        "pass": "the mail is signed, and the signature is right",
        "fail": "the mail is signed, and the signature is not right",
        "policy": "the mail is signed, in a way that the receiving server does not accept",
        "neutral": "the mail is signed, and the signature cannot be processed",
        "none": "the mail is not signed",
        "temperror": "it could not be verified at that moment",
        "permerror": "it cannot be verified: something that it takes is missing",
    },
    "dmarc": {
        "pass": "the domain has a DMARC record, and SPF or DKIM passed for it",
        "fail": "the domain has a DMARC record, and neither SPF nor DKIM passed for it",
        "none": "there is no DMARC record, or no domain to look for one",
        "temperror": "it could not be evaluated at that moment",
        "permerror": "it cannot be evaluated, as with a DMARC record that is not well formed",
    },
}


def in_words(method: str, result: str) -> str:
    """Return what *result* of *method* means; empty for one that these RFCs do not know."""
    return WORDS.get(method, {}).get(result, "")
