import Testing

@testable import Console

@Suite("Host check")
struct HostCheckTests {
  private let check = HostCheck(host: "control.internal")

  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:9091", "localhost", "localhost:9091", "[::1]:9091", "10.1.2.3:80", "control.internal:9091",
  ])
  func whatCannotBeReboundIsTrusted(_ authority: String) { #expect(check.isTrusted(authority)) }

  @Test(arguments: [
    "", ":9091", "evil.example", "evil.example:9091", "localhost.evil.example", "127.0.0.1.evil.example", "1.2.3",
    "1.2.3.4.5", "1.2.3.x", "1.2.3.4444", "[", "control.internal.evil.example", "1..2.3",
  ])
  func namesThatAPageCouldRebindAreRefused(_ authority: String) { #expect(!check.isTrusted(authority)) }
}
