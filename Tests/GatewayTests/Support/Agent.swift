import Basics
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

@testable import Gateway

/// One answer of the gateway.
struct AgentAnswer: Sendable {
  let status: Int
  let fields: [String: String]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }
  /// The code of a refusal, in whichever shape it came.
  var code: String? {
    let json = json
    let denial = json["result"]?["_meta"]?["dev.precinct/denial"] ?? json["error"]?["data"] ?? json
    return denial["code"]?.stringValue
  }
  /// The text of a tool's result.
  var toolText: String? { json["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue }
}

/// A client's connection to the gateway, as bytes.
final class Agent: Sendable {
  struct TimedOut: Error, CustomStringConvertible {
    let description: String
  }

  private let channel: any Channel
  private let inbox: Inbox

  private init(_ channel: any Channel, _ inbox: Inbox) {
    self.channel = channel
    self.inbox = inbox
  }

  static func connect(port: Int, tls: NIOSSLContext? = nil) async throws -> Agent {
    let inbox = Inbox()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
          }
          try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return Agent(channel, inbox)
  }

  func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)).get() }
  func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }
  func close() async { try? await channel.close().get() }

  /// Whether the gateway has closed the connection, or does so in time.
  func isClosedByGateway() async -> Bool { await inbox.waits { $0.isClosed } }

  /// The next whole answer.
  func answer(_ place: SourceLocation = #_sourceLocation) async throws -> AgentAnswer {
    let isThere = await inbox.waits { $0.isClosed || $0.peek() != nil }
    guard isThere, let answer = inbox.take() else {
      throw TimedOut(description: "no answer at \(place); so far: \(inbox.text.debugDescription)")
    }
    return answer
  }

  /// Waits until everything received so far, that no answer took, holds `text`.
  func sees(_ text: String) async -> Bool { await inbox.waits { $0.text.contains(text) } }

  /// What has come and was not taken.
  var received: String { inbox.text }
}
