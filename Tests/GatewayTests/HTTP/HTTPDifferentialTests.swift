import NIOCore
import NIOEmbedded
import NIOHTTP1
import TestKit
import Testing

@testable import Gateway

/// Holds the gateway's reading of HTTP against another implementation's: where ours accepts, both must see the same
/// message, or the other one must refuse. A difference would be a way past the gateway.
@Suite("HTTP, read twice") struct HTTPDifferentialTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func whateverIsAcceptedMeansTheSameToNIO(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &* 7_919)
    var accepted = 0
    for _ in 0..<600 {
      let bytes = MessageMutator.message(&random)
      let ours = Decoding([bytes])
      let complete = ours.messages.prefix { $0.isComplete }
      guard !complete.isEmpty, let theirs = try Self.nio(bytes) else { continue }
      accepted += 1
      // NIO stops at a `Connection: close`; what it has read by then is compared.
      for (own, other) in zip(complete, theirs) where other.isComplete {
        #expect(own == other, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
      #expect(!theirs.isEmpty)
    }
    #expect(accepted > 100)
  }

  /// NIO's messages; nil if it refuses the first.
  private static func nio(_ bytes: [UInt8]) throws -> [DecodedMessage]? {
    let channel = EmbeddedChannel()
    defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
    try channel.pipeline.syncOperations.addHandler(
      ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
    do {
      try channel.writeInbound(ByteBuffer(bytes: bytes))
    } catch {
      // What it delivered before is kept by the channel.
    }
    var messages: [DecodedMessage] = []
    while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
      switch part {
      case .head(let head):
        messages.append(
          DecodedMessage(
            startLine: "\(head.method.rawValue) \(head.uri) HTTP/\(head.version.major).\(head.version.minor)",
            fields: head.headers.map { "\($0.name.lowercased()): \(Self.trimmed($0.value))" }))
      case .body(let part): messages[messages.count - 1].body += part.readableBytesView
      case .end: messages[messages.count - 1].isComplete = true
      }
    }
    return messages.isEmpty ? nil : messages
  }

  /// NIO keeps white space at the end of a value.
  private static func trimmed(_ value: String) -> String {
    String(decoding: HTTPSyntax.trimmed(Array(value.utf8)[...]), as: UTF8.self)
  }
}
