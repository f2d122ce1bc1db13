import Basics
import MCP

/// Reads the JSON-RPC response out of an answer to one of the gateway's own requests, whether it came as JSON or as
/// an event stream.
enum OwnAnswer {
  static func message(of answer: CollectedCall.Answer) -> JSONValue? {
    message(in: answer.body, isStream: answer.contentType.hasPrefix("text/event-stream"))
  }

  /// The first response in `body`; nil if there is none yet.
  static func message(in body: [UInt8], isStream: Bool) -> JSONValue? {
    guard isStream else { return response(body) }
    var parser = EventStreamParser(eventBytesMax: body.count + 1)
    parser.append(body)
    while let event = try? parser.next() {
      if event.isMessage, let value = response(event.data) { return value }
    }
    return nil
  }

  private static func response(_ bytes: [UInt8]) -> JSONValue? {
    guard let value = try? JSONValue.parse(bytes), value["result"] != nil || value["error"] != nil else { return nil }
    return value
  }
}
