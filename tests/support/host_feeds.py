"""Feeds as podcast hosts write them, after their public documentation; what they tell is invented."""

from __future__ import annotations

ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
PODCAST = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
PSC = 'xmlns:psc="http://podlove.org/simple-chapters"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

SHOW = """\
<title>Slow Mornings</title><link>https://example.org/slow</link>
<description>Ten quiet minutes.</description><language>en</language>
<itunes:image href="https://example.org/slow.jpg"/><itunes:category text="Health &amp; Fitness"/>
<itunes:explicit>false</itunes:explicit>
"""
"""What Apple requires of a show, and no more."""
EPISODE = """\
<item><title>Neck and shoulders</title>
<enclosure url="https://example.org/neck.mp3" length="5650889" type="audio/mpeg"/>
<pubDate>Wed, 25 Nov 2026 06:00:00 GMT</pubDate><guid isPermaLink="false">neck-1</guid>
<description>For the desk.</description><itunes:duration>620</itunes:duration></item>
"""


def feed(show: str = SHOW, items: str = EPISODE, namespaces: str = ITUNES, head: str = HEAD) -> str:
    """Return a feed of these parts."""
    return f'{head}<rss version="2.0" {namespaces}>\n<channel>\n{show}\n{items}\n</channel>\n</rss>\n'


ANCHOR = feed(
    """\
<title><![CDATA[Slow Mornings]]></title><description><![CDATA[Ten quiet minutes.]]></description>
<link>https://creators.example.org/pod/show/slow</link><generator>Anchor Podcasts</generator>
<lastBuildDate>Thu, 26 Nov 2026 03:11:52 GMT</lastBuildDate>
<atom:link href="https://creators.example.org/s/1/podcast/rss" rel="self" type="application/rss+xml"/>
<author><![CDATA[Ada]]></author><copyright><![CDATA[Ada]]></copyright><language><![CDATA[en]]></language>
<atom:link rel="hub" href="https://hub.example.org/"/>
<itunes:author>Ada</itunes:author><itunes:summary>Ten quiet minutes.</itunes:summary>
<itunes:type>episodic</itunes:type><itunes:owner><itunes:name>Ada</itunes:name>
<itunes:email>ada@example.org</itunes:email></itunes:owner><itunes:explicit>No</itunes:explicit>
<itunes:category text="Health &amp; Fitness"><itunes:category text="Fitness"/></itunes:category>
<itunes:image href="https://creators.example.org/slow.jpg"/>
""",
    """\
<item><title><![CDATA[Neck and shoulders]]></title><description><![CDATA[<p>For the desk.</p>]]></description>
<link>https://creators.example.org/pod/show/slow/episodes/neck</link>
<guid isPermaLink="false">3e91d9f6-6b7d-4b8e-8f0a-6d7d2a1c0b11</guid>
<dc:creator><![CDATA[Ada]]></dc:creator><pubDate>Wed, 25 Nov 2026 06:00:00 GMT</pubDate>
<enclosure url="https://creators.example.org/s/1/play/https%3A%2F%2Fexample.org%2Fneck.mp3" length="9925741"
 type="audio/mpeg"/>
<itunes:summary>&lt;p&gt;For the desk.&lt;/p&gt;</itunes:summary><itunes:explicit>No</itunes:explicit>
<itunes:duration>00:10:20</itunes:duration><itunes:image href="https://creators.example.org/neck.jpg"/>
<itunes:season>1</itunes:season><itunes:episode>1</itunes:episode><itunes:episodeType>full</itunes:episodeType></item>
""",
    f'xmlns:dc="http://purl.org/dc/elements/1.1/" {CONTENT} {ATOM} {ITUNES}',
)
"""Spotify for Creators, formerly Anchor."""

BUZZSPROUT = feed(
    """\
<atom:link href="https://feeds.example.org/1.rss" rel="self" type="application/rss+xml"/>
<atom:link href="https://hub.example.org/" rel="hub" xmlns="http://www.w3.org/2005/Atom"/>
<title>Slow Mornings</title><lastBuildDate>Thu, 26 Nov 2026 02:00:04 -0500</lastBuildDate>
<link>https://www.example.org</link><language>en-us</language><copyright>© 2026 Slow Mornings</copyright>
<podcast:locked>yes</podcast:locked><podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>
<itunes:author>Ada</itunes:author><itunes:type>episodic</itunes:type><itunes:explicit>false</itunes:explicit>
<description><![CDATA[<p>Ten quiet minutes.</p>]]></description><generator>Buzzsprout (https://www.buzzsprout.com)</generator>
<itunes:owner><itunes:name>Ada</itunes:name></itunes:owner>
<image><url>https://example.org/slow.jpg</url><title>Slow Mornings</title><link>https://www.example.org</link></image>
<itunes:image href="https://example.org/slow.jpg"/>
<itunes:category text="Health &amp; Fitness"><itunes:category text="Mental Health"/></itunes:category>
""",
    """\
<item><itunes:title>Neck and shoulders</itunes:title><title>Neck and shoulders</title>
<description><![CDATA[<p>For the desk.</p><p>(0:00) Welcome</p><p>(4:10) The neck</p>]]></description>
<content:encoded><![CDATA[<p>For the desk.</p>]]></content:encoded><itunes:author>Ada</itunes:author>
<enclosure url="https://www.example.org/1/episodes/2-neck.mp3" length="7448611" type="audio/mpeg"/>
<guid isPermaLink="false">Buzzsprout-2</guid><pubDate>Wed, 25 Nov 2026 06:00:00 -0500</pubDate>
<podcast:transcript url="https://www.example.org/1/2/transcript" type="text/html"/>
<podcast:transcript url="https://www.example.org/1/2/transcript.vtt" type="text/vtt"/>
<podcast:chapters url="https://www.example.org/1/2/chapters.json" type="application/json"/>
<psc:chapters><psc:chapter start="0:00" title="Welcome"/><psc:chapter start="4:10" title="The neck"/></psc:chapters>
<itunes:duration>620</itunes:duration><itunes:keywords></itunes:keywords><itunes:episodeType>full</itunes:episodeType>
<itunes:explicit>false</itunes:explicit></item>
""",
    f"{ITUNES} {CONTENT} {PODCAST} {ATOM} {PSC}",
    '<?xml version="1.0" encoding="UTF-8" ?>\n<?xml-stylesheet href="https://feeds.example.org/styles.xsl" '
    'type="text/xsl"?>\n',
)

LIBSYN = feed(
    """\
<atom:link href="https://slow.example.org/rss" rel="self" type="application/rss+xml"/><title>Slow Mornings</title>
<pubDate>Wed, 25 Nov 2026 06:00:00 +0000</pubDate><lastBuildDate>Wed, 25 Nov 2026 06:21:30 +0000</lastBuildDate>
<generator>Libsyn WebEngine 2.0</generator><link>https://slow.example.org</link><language>en</language>
<copyright><![CDATA[]]></copyright><docs>https://slow.example.org</docs>
<managingEditor>ada@example.org (ada@example.org)</managingEditor>
<itunes:summary><![CDATA[Ten quiet minutes.]]></itunes:summary>
<image><url>https://static.example.org/slow.jpg</url><title>Slow Mornings</title>
<link><![CDATA[https://slow.example.org]]></link></image>
<itunes:author>Ada</itunes:author><itunes:category text="Health &amp; Fitness"/>
<itunes:image href="https://static.example.org/slow.jpg"/><itunes:explicit>clean</itunes:explicit>
<itunes:owner><itunes:name><![CDATA[Ada]]></itunes:name><itunes:email>ada@example.org</itunes:email></itunes:owner>
<description><![CDATA[Ten quiet minutes.]]></description><itunes:type>episodic</itunes:type>
""",
    """\
<item><title>Neck and shoulders</title><itunes:title>Neck and shoulders</itunes:title>
<pubDate>Wed, 25 Nov 2026 06:00:00 +0000</pubDate>
<guid isPermaLink="false"><![CDATA[0c0ffee00c0ffee00c0ffee00c0ffee0]]></guid>
<link><![CDATA[https://slow.example.org/neck]]></link>
<itunes:image href="https://static.example.org/neck.jpg"/>
<description><![CDATA[<p>For the desk.<br /></p>]]></description>
<content:encoded><![CDATA[<p>For the desk.<br /></p>]]></content:encoded>
<enclosure length="10012345" type="audio/mpeg" url="https://traffic.example.org/slow/neck.mp3?dest-id=1"/>
<itunes:duration>10:20</itunes:duration><itunes:explicit>clean</itunes:explicit><itunes:keywords/>
<itunes:subtitle><![CDATA[For the desk.]]></itunes:subtitle><itunes:episodeType>full</itunes:episodeType></item>
""",
    f'{ATOM} xmlns:cc="http://web.resource.org/cc/" {ITUNES} xmlns:media="http://search.yahoo.com/mrss/" {CONTENT}',
)

POWERPRESS = feed(
    """\
<title>Slow Mornings</title><atom:link href="https://example.org/feed/podcast/" rel="self" type="application/rss+xml"/>
<link>https://example.org</link><description>Ten quiet minutes.</description>
<lastBuildDate>Thu, 26 Nov 2026 04:00:00 +0000</lastBuildDate><language>en-US</language>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>
<generator>https://wordpress.org/?v=6.7</generator>
<itunes:summary>Ten quiet minutes.</itunes:summary><itunes:author>Ada</itunes:author>
<itunes:explicit>false</itunes:explicit><itunes:image href="https://example.org/slow.jpg"/>
<itunes:type>episodic</itunes:type><itunes:owner><itunes:name>Ada</itunes:name>
<itunes:email>ada@example.org</itunes:email></itunes:owner><copyright>2026</copyright>
<image><title>Slow Mornings</title><url>https://example.org/slow.jpg</url><link>https://example.org</link></image>
<itunes:category text="Health &amp; Fitness"/><rawvoice:frequency>Weekly</rawvoice:frequency>
""",
    """\
<item><title>Slow Mornings 12: Neck and shoulders</title><link>https://example.org/neck/</link>
<comments>https://example.org/neck/#respond</comments><pubDate>Wed, 25 Nov 2026 06:00:00 +0000</pubDate>
<guid isPermaLink="false">https://example.org/?p=12</guid>
<description>For the desk. [&#8230;]</description>
<content:encoded><![CDATA[<div class="post"><h2>Neck</h2><p>For the desk.</p><img src="/a.jpg"/></div>]]>
</content:encoded><slash:comments>0</slash:comments>
<enclosure url="https://media.example.org/slow/neck.mp3" length="14920021" type="audio/mpeg" />
<itunes:summary>For the desk.</itunes:summary><itunes:author>Ada</itunes:author><itunes:explicit>false</itunes:explicit>
<itunes:duration>10:20</itunes:duration></item>
""",
    f'{CONTENT} xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" {ATOM} '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    f'{ITUNES} {PODCAST} xmlns:rawvoice="https://blubrry.com/developer/rawvoice-rss/"',
)
"""WordPress with Blubrry PowerPress."""

PODBEAN = feed(
    """\
<title>Slow Mornings</title>
<atom:link href="https://feed.example.org/slow/feed.xml" rel="self" type="application/rss+xml"/>
<link>https://slow.example.org</link><description>Ten quiet minutes.</description>
<pubDate>Wed, 25 Nov 2026 06:00:00 -0400</pubDate><generator>https://podbean.com/?v=5.5</generator>
<language>en</language><spotify:countryOfOrigin>us</spotify:countryOfOrigin>
<copyright>Copyright 2026 All rights reserved.</copyright>
<category>Health &amp; Fitness:Fitness</category><ttl>1440</ttl><itunes:type>episodic</itunes:type>
<itunes:summary></itunes:summary><itunes:author>Ada</itunes:author>
<itunes:category text="Health &amp; Fitness"><itunes:category text="Fitness"/></itunes:category>
<itunes:owner><itunes:name>Ada</itunes:name><itunes:email>ada@example.org</itunes:email></itunes:owner>
<itunes:block>No</itunes:block><itunes:explicit>false</itunes:explicit>
<itunes:image href="https://pbcdn.example.org/slow.jpg"/>
<image><url>https://pbcdn.example.org/slow.jpg</url><title>Slow Mornings</title><link>https://slow.example.org</link>
<width>144</width><height>144</height></image>
""",
    """\
<item><title>Neck and shoulders</title><itunes:title>Neck and shoulders</itunes:title>
<link>https://slow.example.org/e/neck/</link><comments>https://slow.example.org/e/neck/#comments</comments>
<pubDate>Wed, 25 Nov 2026 06:00:00 -0400</pubDate>
<guid isPermaLink="false">slow.example.org/11111111-2222-3333-4444-555555555555</guid>
<description><![CDATA[<p>For the desk.</p>]]></description>
<content:encoded><![CDATA[<p>For the desk.</p>]]></content:encoded>
<enclosure url="https://mcdn.example.org/mf/web/a/neck.mp3" length="4960123" type="audio/mpeg"/>
<itunes:summary><![CDATA[For the desk.]]></itunes:summary><itunes:author>Ada</itunes:author>
<itunes:explicit>false</itunes:explicit><itunes:block>No</itunes:block><itunes:duration>620</itunes:duration>
<itunes:episode>1</itunes:episode><itunes:episodeType>full</itunes:episodeType></item>
""",
    f'{CONTENT} xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" {ATOM} '
    f'{ITUNES} xmlns:spotify="http://www.spotify.com/ns/rss" {PODCAST} xmlns:media="http://search.yahoo.com/mrss/"',
)

PODLOVE = feed(
    SHOW
    + """\
<atom:link rel="self" type="application/rss+xml" title="Slow Mornings (MP3)" href="https://example.org/feed/mp3"/>
<itunes:author>Ada</itunes:author><itunes:owner><itunes:email>ada@example.org</itunes:email></itunes:owner>
<itunes:type>episodic</itunes:type><itunes:subtitle>Ten minutes</itunes:subtitle>
""",
    """\
<item><title>SM003 Neck and shoulders</title><guid isPermaLink="false">podlove-2026-11-25t06:00:00+00:00-0a1b2c</guid>
<pubDate>Wed, 25 Nov 2026 06:00:00 +0000</pubDate>
<atom:link rel="http://podlove.org/deep-link" href="https://example.org/sm003/"/>
<enclosure url="https://example.org/podlove/file/9/s/feed/c/mp3/sm003.mp3" length="8123456" type="audio/mpeg"/>
<description>For the desk.</description><itunes:duration>00:10:20</itunes:duration>
<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
<psc:chapter start="00:00:00.000" title="Welcome"/>
<psc:chapter start="00:04:10.500" title="The neck" href="https://example.org/neck"/>
</psc:chapters></item>
""",
    f"{ATOM} {ITUNES} {CONTENT}",
)
"""WordPress with Podlove Publisher."""
