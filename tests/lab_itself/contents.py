"""Contents of test mails."""

HTML = """<html><body><h1>Hello</h1>
<a href="https://www.client.example/tracking-check?run=r1&amp;x=1" _label="Landing">Go</a>
<a href='http://www.client.example/hello?to=<%= escapeUrl(recipient.email) %>'>Hello</a>
<a href="mailto:help@client.example">Write</a>
<a href="<%@ include view='MirrorPageUrl' %>" _label="Mirror Page" _type="mirrorPage">Mirror</a>
</body></html>"""
TEXT = "Hello\nGo: (https://www.client.example/tracking-check?run=r1&x=1)\n"


def fragment(
    *, recipients: str = "1234", tracking: bool = True, html: str = HTML, text: str = TEXT
) -> str:
    """Return what is laid over the template."""
    on = str(tracking).lower()
    return f"""<delivery label="Tracking check" deliveryCode="CODE1">
<mailParameters><subject><![CDATA[Check r1 <%= recipient.firstName %>]]></subject></mailParameters>
<content><html><source><![CDATA[{html}]]></source></html>
<text><source><![CDATA[{text}]]></source></text></content>
<targets><deliveryTarget><targetPart type="query" exclusion="false" ignoreDeleteStatus="false">
<where><condition expr="@id IN ({recipients})"/></where></targetPart></deliveryTarget></targets>
<tracking enabled="{on}" openEnabled="{on}"/></delivery>"""
