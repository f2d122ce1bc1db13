import Basics
import TestKit
import Testing

@testable import Console

@Suite("Control files")
struct ControlFilesTests {
  @Test func whatIsPublishedIsFound() throws {
    let directory = try TemporaryDirectory()
    let files = ControlFiles(in: directory.path)
    let token = ControlToken()
    try files.publish(token, host: "::1", port: 9_091)
    let found = try #require(try files.published())
    #expect(found.host == "::1" && found.port == 9_091 && found.token.isProved(by: token.exposedHeader()))
    #expect(try FileBytes.permissions(files.token) & 0o777 == 0o600)
  }

  @Test func nothingIsFoundBeforeAndAfter() throws {
    let directory = try TemporaryDirectory()
    let files = ControlFiles(in: directory.path)
    #expect(try files.published() == nil)
    try files.publish(ControlToken(), host: "127.0.0.1", port: 1)
    files.withdraw()
    #expect(try files.published() == nil)
  }

  @Test(arguments: ["", "9091", "127.0.0.1:", "127.0.0.1:x", ":", "\u{FFFD}"])
  func aDamagedAddressIsNone(_ text: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "control.address")
    #expect(try ControlFiles(in: directory.path).published() == nil)
  }
}
