"""MODEL → SIGNATURES and back: what commissioners vouch for, who must, and whether they did.

content (files → digests)   chain (statements, signatures)   trust (whose keys count)   memory   now
             └───────────────────────────┴──────── verify ────────┴────────────────────────┴──────┘
                                                      │
                                                   Standing: status, reasons, who is missing, marks
"""
