import NIOCore

@testable import Gateway

/// What a decoder made of some bytes, in a form that can be compared.
struct DecodedMessage: Equatable {
  var startLine: String
  var fields: [String]
  var body: [UInt8] = []
  var isComplete = false
}

/// The messages in some bytes, and how the reading ended.
struct Decoding: Equatable {
  var messages: [DecodedMessage] = []
  var hasFailed = false

  /// Feeds `pieces` one after the other, as a connection would.
  init(_ pieces: [[UInt8]], as kind: HTTPHeadParser.Kind = .request, headBytesMax: Int = 4_096) {
    var decoder = HTTPDecoder(kind, headBytesMax: headBytesMax)
    var input = ByteBuffer()
    do throws(HTTPError) {
      for piece in pieces {
        input.writeBytes(piece)
        while let event = try decoder.next(&input) { take(event, decoder) }
      }
    } catch {
      hasFailed = true
    }
  }

  init(_ text: String, as kind: HTTPHeadParser.Kind = .request, headBytesMax: Int = 4_096) {
    self.init([Array(text.utf8)], as: kind, headBytesMax: headBytesMax)
  }

  private mutating func take(_ event: HTTPDecoder.Event, _ decoder: HTTPDecoder) {
    switch event {
    case .head: messages.append(Self.message(decoder.head))
    case .body(let part): messages[messages.count - 1].body += part.readableBytesView
    case .end: messages[messages.count - 1].isComplete = true
    }
  }

  private static func message(_ head: HTTPHead) -> DecodedMessage {
    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    let line = head.bytes.prefix { $0 != 0x0D }
    return DecodedMessage(
      startLine: text(line),
      fields: head.fields.map { "\(text(head.slice($0.name)).lowercased()): \(text(head.slice($0.value)))" })
  }
}

/// The error that one message gives, if any.
func httpError(
  _ text: String, as kind: HTTPHeadParser.Kind = .request, headBytesMax: Int = 4_096
) -> HTTPError? {
  var decoder = HTTPDecoder(kind, headBytesMax: headBytesMax)
  var input = ByteBuffer(string: text)
  do throws(HTTPError) {
    while try decoder.next(&input) != nil {}
    return nil
  } catch {
    return error
  }
}
