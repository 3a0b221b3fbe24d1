"""Any file gives its tree to the line, or one sentence that says what is wrong with it."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.document import ConfFile, Node
from campaign_tracking.server_files.reader import MAX_BYTES, read_conf_file
from campaign_tracking.server_files.tree import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS
from campaign_tracking.server_files.values import kept_value
from tests.unit.server_files.written import STYLES, TREES, Element, Style, write

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECRET = "S3cr3t-Pa55="
BOUND_S = 3.0
SAVE_IT = "save it as UTF-8, or declare its encoding in its first line"
# As documented (about-message-tracking.md), and as hands write.
FILE = f"""\
<?xml version='1.0'?>
<!-- serverConf.xml
     by hand -->
<serverConf>
  <web controlPort='8005' httpPort="8080">
    <redirection
        databaseId="u7F0000010554364C"

        trackingPassword="{SECRET}" showSourceIP="a
b"><spareServer enabledIf="$(hostname)!='trk1'" id="1"
      url="http://trk1:8080" _operation="insert"/>
    </redirection>
  </web>
  <trackinglogd autoStart="false" AutoStart='true' _autoStart="true"/>
</serverConf>"""


def read(
    raw: bytes | str,
    name: str = "serverConf.xml",
    *,
    truncated: bool = False,
    seal: Seal | None = None,
) -> ConfFile:
    """Read *raw*, by default with a seal of its own."""
    return read_conf_file(
        raw.encode() if isinstance(raw, str) else raw,
        name=name,
        path=f"/conf/{name}",
        modified_at=AT,
        seal=seal or Seal(),
        truncated=truncated,
    )


def tree(file: ConfFile) -> Node:
    """Return the root of a file that could be read."""
    assert (file.trouble, file.root is None) == ("", False)
    assert file.root
    return file.root


def sealed(node: Node, seal: Seal) -> Node:
    """Return what may be kept of an element that was written."""
    attributes = {
        name: replace(held, value=kept_value(name, held.value, seal))
        for name, held in node.attributes.items()
    }
    children = tuple(sealed(child, seal) for child in node.children)
    return replace(node, attributes=attributes, children=children)


def is_root_or_trouble(file: ConfFile) -> bool:
    """Whether it is one and not the other, and whether the trouble is one short line."""
    one_line = len(file.trouble) < 400 and file.trouble.isprintable()  # noqa: PLR2004
    return one_line and (file.root is None) == bool(file.trouble)


def lines(node: Node) -> dict[str, int]:
    """Return the lines of a node's attributes."""
    return {name: attribute.line for name, attribute in node.attributes.items()}


def test_reads_to_the_line() -> None:
    """Elements and attributes have the lines on which their names stand."""
    file = read(FILE)

    assert (file.name, file.path, file.modified_at) == (
        "serverConf.xml",
        "/conf/serverConf.xml",
        AT,
    )
    root, web, redirection, spare, trackinglogd = tree(file).walk()
    assert (root.line, web.line, redirection.line, spare.line, trackinglogd.line) == (
        4,
        5,
        6,
        10,
        14,
    )
    assert lines(web) == {"controlPort": 5, "httpPort": 5}
    assert lines(redirection) == {"databaseId": 7, "trackingPassword": 9, "showSourceIP": 9}
    assert lines(spare) == {"enabledIf": 10, "id": 10, "url": 11, "_operation": 11}
    assert spare.attributes["enabledIf"].value == "$(hostname)!='trk1'"
    assert list(lines(trackinglogd)) == ["autoStart", "AutoStart", "_autoStart"]


@settings(deadline=None)
@given(TREES, STYLES)
def test_reads_what_was_written(written: Element, style: Style) -> None:
    """Names, values and lines come back, in whatever style and encoding a hand wrote them."""
    raw, expected = write(written, style)
    seal = Seal()

    assert tree(read(raw, seal=seal)) == sealed(expected, seal)


@settings(deadline=None)
@given(st.binary() | st.text("<>/=\"'!-[]&;# \n\0\ufeff\u201cawebst").map(str.encode))
@example(b"<?xml version='1.0' encoding='utf-16'?><serverConf/>")
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf\xef\xbb\xbf<serverConf/>")
def test_reads_any_bytes(raw: bytes) -> None:
    """Whatever the bytes are, there is a tree or a trouble."""
    assert is_root_or_trouble(read(raw))
    assert is_root_or_trouble(read(b"<serverConf><web " + raw))


@settings(deadline=None)
@given(
    st.integers(0, len(FILE)), st.integers(0, 3), st.text("<>/=\"'!-&; \n\0\u201cax", max_size=2)
)
@example(FILE.index('d="' + SECRET), len('d="'), "")
def test_a_slip_of_the_hand_shows_no_secret(at: int, deleted: int, typed: str) -> None:
    """A file with a mistake in it is read, or says where it is; it never quotes a value."""
    file = read(FILE[:at] + typed + FILE[at + deleted :])

    assert is_root_or_trouble(file)
    assert all(part not in file.trouble for part in SECRET.strip("=").split("-"))


@pytest.mark.parametrize(
    ("raw", "trouble"),
    [
        (b"", "the file is empty"),
        (b"\r\n \t", "the file is empty"),
        (b"<html><body>", "the root element is html, not serverConf"),
        (b"<Server/>", "the root element is Server, not serverConf"),
        (f"<{'x' * 999}/>".encode(), f"the root element is {'x' * 60}..., not serverConf"),
        (b"<serverConf/>x", "not well-formed at line 1, column 14: junk after document element"),
        (b"<serverConf a='\xe9'/>", f"not in UTF-8 at line 1, column 16: {SAVE_IT}"),
        (
            b"\xef\xbb\xbf<!-- \xc3\xa9 -->\r\n<serverConf>\r <web a='\xc3\xa9\xff'/></serverConf>",
            f"not in UTF-8 at line 3, column 11: {SAVE_IT}",
        ),
        (
            "\ufeff<serverConf/>".encode("utf-16-le") + b"\n",
            f"not in UTF-16-LE at line 1, column 14: {SAVE_IT}",
        ),
    ],
)
def test_says_what_is_wrong(raw: bytes, trouble: str) -> None:
    """One sentence, with line and column where there are any."""
    file = read(raw)

    assert (file.trouble, file.root) == (trouble, None)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_trouble_has_its_line_and_column(line_end: str) -> None:
    """They count as an editor counts them, from 1, in characters."""
    text = f"<serverConf>{line_end}{line_end}<web a='\u00e9\u4e2d\U0001f600' =/></serverConf>"

    assert read(text).trouble.startswith("not well-formed at line 3, column 14: invalid token")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "UTF8", "iso-8859-1", "Latin1", "windows-1252", "ISO-8859-15", "cp850"]
)
def test_reads_the_encoding_that_is_declared(encoding: str) -> None:
    """The file's own word on its encoding is taken."""
    text = f"<?xml version = '1.0' encoding = '{encoding}' ?>\n<serverConf label='\u00e9'/>"

    assert tree(read(text.encode(encoding))).attributes["label"].value == "\u00e9"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_first_bytes_count_more_than_the_declaration(encoding: str) -> None:
    """Editors change the encoding and leave the declaration."""
    text = "<?xml version='1.0' encoding='iso-8859-1'?><serverConf label='\u00e9'/>"

    assert tree(read(text.encode(encoding))).attributes["label"].value == "\u00e9"


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-7", "unicode_escape", "raw-unicode-escape", "idna", "punycode", "rot13", "hex"),
        *("base64", "zlib", "bz2", "undefined", "iso-2022-jp", "hz", "mbcs", "a..b", "x" * 40),
    ],
)
def test_refuses_odd_encodings(encoding: str) -> None:
    """What is no encoding of a text file, or none at all, is trouble."""
    file = read(f"<?xml version='1.0' encoding='{encoding}'?><serverConf/>")

    expected = f"it declares the encoding {encoding}, which is not one that we read"
    assert (file.trouble, file.root) == (expected, None)


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-16LE", "utf-32"])
def test_refuses_an_encoding_that_cannot_be(encoding: str) -> None:
    """A declaration that reads as single bytes is not in double ones."""
    file = read(f"<?xml version='1.0' encoding='{encoding}'?><serverConf/>")

    assert file.trouble == f"it declares the encoding {encoding}, in which it is not"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "bomb",
    [
        f'<!DOCTYPE serverConf [<!ENTITY l0 "ha">{LAUGHS}]><serverConf a="&l9;">&l9;</serverConf>',
        f'<!DOCTYPE a [<!ENTITY b "{"b" * 50_000}">]><serverConf>{"&b;" * 50_000}</serverConf>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><serverConf a="&b;"/>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><serverConf/>',
        "<?xml version='1.0'?>\n<!-- a -->\n<?b?>\n<!DOCTYPE serverConf><serverConf/>",
        "\ufeff<!doctype html><html></html>",
    ],
)
def test_refuses_a_document_type(bomb: str) -> None:
    """With a document type come entities; none is expanded, and nothing is fetched."""
    started = time.process_time()
    file = read(bomb)

    assert file.trouble == "it declares a document type (<!DOCTYPE), as no such file does"
    assert file.root is None
    assert time.process_time() - started < BOUND_S


def test_a_document_type_in_a_comment_is_none() -> None:
    """What is commented out does not count."""
    assert tree(read("<!-- <!DOCTYPE a> --><serverConf><web/></serverConf>"))


N = MAX_BYTES - 100
HOSTILE = {
    "deep": ("<serverConf>" + "<web>" * (N // 5), f"more than {MAX_DEPTH} elements within each"),
    "attributes": (
        "<serverConf><web " + " ".join(f"a{n:x}=''" for n in range(N // 11)) + "/></serverConf>",
        f"more than {MAX_ATTRIBUTES:,} attributes, at line 1",
    ),
    "elements": ("<serverConf>" + "<web/>" * (N // 6), f"more than {MAX_ELEMENTS:,} elements, at"),
    "many in a long name": (f"<serverConf><web><{'a' * (N // 2)}>" + "<b/>" * 40_000, "not well"),
    "no end of value": ("<serverConf><web a='" + " a" * (N // 2), "not well-formed at line 1"),
    "swallowed": ("<serverConf><web a='" + " a" * (N // 2) + "'x", "not well-formed at line 1"),
    "blanks": ("<serverConf><web a" + " " * N, "not well-formed at line 1"),
    "tags": ("<serverConf>" + "< " * (N // 2), "not well-formed at line 1, column 14"),
    "comments": ("<!--" * (N // 4), "not well-formed at line 1"),
    "instructions": ("<?x?>" * (N // 5), "not well-formed at line 1"),
    "lines": ("\r\n" * (N // 2) + "<", f"not well-formed at line {N // 2 + 1:d}, column 1"),
    "nothing": ("\0" * N, "not well-formed at line 1, column 1"),
    "declaration": ("<?xml " + " " * N, "not well-formed at line 1"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_is_quick_about_hostile_files(case: str) -> None:
    """Files made to take long or to grow are refused before they do."""
    text, trouble = HOSTILE[case]
    started = time.process_time()
    file = read(text)

    assert time.process_time() - started < BOUND_S
    assert file.trouble.startswith(trouble)
    assert is_root_or_trouble(file)


@pytest.mark.parametrize("filling", [b"<web/>", b"\xff\0"])
def test_refuses_what_is_too_long(filling: bytes) -> None:
    """Fifty megabytes of anything are not looked at, nor is the beginning of a file."""
    raw = b"<serverConf>" + filling * (50_000_000 // len(filling))
    started = time.process_time()
    file = read(raw)

    assert time.process_time() - started < BOUND_S / 10
    assert file.trouble == f"longer than the {MAX_BYTES:,} bytes that are read of a file"
    assert read("<serverConf/>", truncated=True) == replace(file, root=None)


def test_reads_as_much_as_is_bearable() -> None:
    """Up to the bounds a file is read; a real one is far below them."""
    webs = MAX_DEPTH - 1
    deep = f"<serverConf>{'<web>' * webs}{'</web>' * webs}</serverConf>"
    many = "<web a='1' b='2' c='3'\nd='4'/>" * (MAX_ELEMENTS - 1)

    assert len(list(tree(read(deep)).walk())) == MAX_DEPTH
    last = tree(read(f"<serverConf>{many}</serverConf>")).children[-1]
    assert last.attributes["d"].line == MAX_ELEMENTS


def test_keeps_what_rules_read() -> None:
    """Sections are known by name, below the root and below shared; the rest is dropped."""
    file = read(
        "<SERVERCONF><nlclient><web/></nlclient><Shared><dataStore><dbcnx/></dataStore><script/>"
        "<htmlToPdf><web/></htmlToPdf><SecurityZone><any><deep/></any></SecurityZone></Shared>text"
        "<pipelined/><wfserver/><STAT/></SERVERCONF>"
    )

    kept = ["SERVERCONF", "Shared", "dataStore", "dbcnx", "SecurityZone", "any", "deep"]
    assert [node.name for node in tree(file).walk()] == [*kept, "wfserver", "STAT"]


@pytest.mark.parametrize(
    "path",
    [
        *("web", "tracking", "trackinglogd", "mta", "wfserver", "inMail", "sms", "stat", "syslogd"),
        *("shared/dataStore", "shared/authentication", "shared/securityZone", "shared/dnsConfig"),
        *("shared/proxyConfig", "shared/urlPermission", "shared/imsConfig"),
    ],
)
def test_keeps_each_section(path: str) -> None:
    """Each is kept where it belongs, with what is in it."""
    *around, section = path.split("/")
    begin, end = "".join(f"<{name}>" for name in around), "".join(f"</{name}>" for name in around)

    file = read(f"<serverConf>{begin}<{section}><a><b><c/></b></a></{section}>{end}</serverConf>")
    assert [node.name for node in tree(file).walk()][-4:] == [section, "a", "b", "c"]


def test_keeps_tomcats_connectors() -> None:
    """Of Tomcat's file only its ports matter; its keys are not kept."""
    file = read(
        '<Server port="8005" shutdown="STOPWORD">\n<Listener/><Service name="Catalina">\n'
        '<Connector port="8080" keystorePass="changeit"\nprotocol="HTTP/1.1"><SSLHostConfig/>'
        "</Connector><Engine><Connector/></Engine></Service></Server>",
        "server.xml",
    )

    assert [node.name for node in tree(file).walk()] == ["Server", "Service", "Connector"]
    assert lines(tree(file).children[0].children[0]) == {
        "port": 3,
        "keystorePass": 3,
        "protocol": 4,
    }
    assert not any(secret in repr(file) for secret in ("changeit", "STOPWORD"))
    assert read("<serverConf/>", "server.xml").trouble == (
        "the root element is serverConf, not Server"
    )


@pytest.mark.parametrize(
    "secret",
    [
        *("trackingPassword", "databaseId", "LOGIN", "phishbowlServiceAPIKey", "imsClientSecret"),
        *("accessToken", "dbcnx", "proxyLogin", "privateKey", "allowEmptyPassword"),
    ],
)
def test_no_secret_is_kept(secret: str) -> None:
    """Of a secret there is its seal: equal in both files of a run, and never what it was."""
    seal, text = Seal(), f'<serverConf><web {secret}="{SECRET}"/></serverConf>'

    files = [
        read_conf_file(text.encode(), name=name, path="", modified_at=None, seal=seal)
        for name in ("serverConf.xml", "config-prod.xml")
    ]
    values = {tree(file).children[0].attributes[secret].value for file in files}
    assert values == {seal(SECRET)}
    assert SECRET not in repr(files)


@pytest.mark.parametrize(
    "url",
    [
        f"https://ada:{SECRET}@trk1:8080",
        f"https://{SECRET}@trk1:8080",
        f"https://ada:{SECRET}/{SECRET}@trk1:8080",
        f"https://ada:a@{SECRET}@trk1:8080",
        f"ada:{SECRET}@trk1:8080",
        f"https://trk1:8080?key={SECRET}",
        f"https://trk1:8080?a={SECRET}&b={SECRET}#c",
    ],
)
def test_no_secret_in_a_url_is_kept(url: str) -> None:
    """Neither a login before the host nor a parameter's value is shown; the host is."""
    file = read(f'<serverConf><web url="{url.replace("&", "&amp;")}"/></serverConf>')

    shown = tree(file).children[0].attributes["url"].value
    assert "trk1:8080" in shown
    assert SECRET not in shown


@pytest.mark.parametrize("name", ["args", "value", "user", "credentials", "certificateKeyPhrase"])
def test_what_no_rule_reads_is_not_kept(name: str) -> None:
    """Whatever a hand wrote into an attribute that no rule looks at may be a secret."""
    file = read(f'<serverConf><web {name}="-Dproxy={SECRET}"/></serverConf>')

    assert tree(file).children[0].attributes[name].value.startswith("#")


@pytest.mark.parametrize("name", ["allowEmptyPassword", "allowUserPassword", "sessionTokenOnly"])
@pytest.mark.parametrize("value", ["true", "FALSE", "1"])
def test_switches_are_no_secrets(name: str, value: str) -> None:
    """A securityZone's switches are named after passwords and tokens, and hold none."""
    file = read(f'<serverConf><shared><securityZone {name}="{value}"/></shared></serverConf>')

    assert tree(file).children[0].children[0].attributes[name].value == value
