import Testing

@Suite("Built-ins: net, uri")
struct NetworkTests {
  @Test(arguments: [
    BuiltinCase.holds(#"net.cidr_contains("10.0.0.0/8", "10.1.2.3")"#),
    .same(#"net.cidr_contains("10.1.0.0/16", "10.0.0.0/8")"#, "false"),
    .holds(#"net.cidr_contains("2001:db8::/32", "2001:db8:1::/48")"#), .holds(#"net.cidr_contains("10.0.0.0/8", "::ffff:10.1.2.3")"#),
    .fails(#"net.cidr_contains("10.0.0.0", "10.1.2.3")"#, "invalid CIDR address: 10.0.0.0"),
    .fails(#"net.cidr_contains("10.0.0.0/8", "10.01.2.3")"#, "not a valid textual representation"),
    .holds(#"net.cidr_intersects("192.168.0.0/16", "192.168.1.0/24")"#), .same(#"net.cidr_is_valid("10.0.0.0/33")"#, "false"),
    .same(#"net.cidr_contains_matches({"a": "1.1.0.0/16"}, ["1.1.1.1", ["1.2.0.0", "x"]])"#, #"{["a", 0]}"#),
    .fails(#"net.cidr_contains_matches("1.1.0.0/16", [[]])"#, "element must be string or non-empty array"),
    .same(#"net.cidr_expand("192.0.2.254/31")"#, #"{"192.0.2.254", "192.0.2.255"}"#),
    .fails(#"net.cidr_expand("10.0.0.0/8")"#, "more than 2^20 addresses", .sizeLimit),
    .same(#"net.cidr_merge(["192.0.128.0/24", "192.0.129.0/24"])"#, #"{"192.0.128.0/23"}"#),
    .same(#"net.cidr_merge(["192.0.2.112"])"#, #"{"192.0.2.112/24"}"#),
    .fails(#"net.cidr_merge(["2001:db8::1"])"#, "IPv6 invalid: needs prefix length"),
    .same(#"net.lookup_ip_addr("192.0.2.1")"#, #"{"192.0.2.1"}"#), .same(#"net.lookup_ip_addr("localhost")"#, #"{"127.0.0.1", "::1"}"#),
  ])
  func networks(_ test: BuiltinCase) throws { try test.check() }

  @Test(arguments: [
    BuiltinCase.same(
      #"uri.parse("HTTP://u:p@Example.com:8080/a%2Fb?q=1#f%20g")"#,
      #"""
      {"scheme": "http", "hostname": "Example.com", "port": "8080", "path": "/a/b", "raw_path": "/a%2Fb", "raw_query": "q=1",
      "fragment": "f g"}
      """#),
    .same(#"uri.parse("mailto:a@b.c")"#, #"{"scheme": "mailto"}"#),
    .same(#"uri.parse("/a b")"#, #"{"path": "/a b", "raw_path": "/a b"}"#),
    .same(#"uri.parse("http://[fe80::1%25en0]:80/")"#,
      #"{"scheme": "http", "hostname": "fe80::1%en0", "port": "80", "path": "/", "raw_path": "/"}"#),
    .same(#"uri.parse("//host")"#, #"{"hostname": "host"}"#), .same(#"uri.is_valid("")"#, "false"),
    .same(#"uri.is_valid("a:b")"#, "true"),
    .same(#"uri.is_valid("1:b")"#, "false"), .same(#"uri.is_valid("http://[::1")"#, "false"),
    .same(#"uri.is_valid("http://[192.0.2.1]/")"#, "false"),
    .fails(#"uri.parse("http://a b/")"#, #"invalid character " " in host name"#),
    .fails(#"uri.parse("http://h:x/")"#, #"invalid port ":x" after host"#),
    .fails(#"uri.parse("/%zz")"#, #"invalid URL escape "%zz""#), .fails(#"uri.parse(":a")"#, "missing protocol scheme"),
    .fails("uri.parse(\"a\\u0001\")", "invalid control character in URL"),
  ])
  func addresses(_ test: BuiltinCase) throws { try test.check() }
}
