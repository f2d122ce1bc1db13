import Basics
import Synchronization

/// What a test's server keeps of bulk requests: it says of itself that it is no OpenSearch.
final class FakeSearch: Sendable {
  private let documents = Mutex<[(id: String, source: String)]>([])

  /// Identifiers in the order in which they arrived.
  var ids: [String] { documents.withLock { $0.map(\.id) } }
  var sources: [String] { documents.withLock { $0.map(\.source) } }

  /// Takes the actions of a bulk request.
  ///
  /// - Parameters:
  ///   - status: The status of one item, if it is to fail.
  ///   - saysErrors: What the answer says of the whole; nil for the truth.
  ///   - omits: How many items at the end the answer leaves out, though they were taken.
  func take(
    _ request: FakeServer.Request, saysErrors: Bool? = nil, omits: Int = 0, status: (Int) -> Int? = { _ in nil }
  ) -> FakeServer.Reply {
    let lines = request.body.lines
    var items: [String] = []
    var failed = false
    for position in stride(from: 0, to: lines.count - 1, by: 2) {
      let action = try? JSONValue.parse(lines[position])
      let id = action?["create"]?["_id"]?.stringValue ?? ""
      let quoted = JSONValue.string(id).text
      if let status = status(position / 2) {
        failed = true
        items.append(#"{"create":{"_id":\#(quoted),"status":\#(status),"error":{"type":"refused","reason":"by the test"}}}"#)
      } else if documents.withLock({ $0.contains { $0.id == id } }) {
        failed = true
        items.append(#"{"create":{"_id":\#(quoted),"status":409,"error":{"type":"version_conflict_engine_exception"}}}"#)
      } else {
        documents.withLock { $0.append((id, lines[position + 1].text)) }
        items.append(#"{"create":{"_id":\#(quoted),"status":201}}"#)
      }
    }
    let shown = items.dropLast(omits).joined(separator: ",")
    return .answer(
      status: 200, headers: [("Server", "fake")],
      body: #"{"server":"a fake, not OpenSearch","took":1,"errors":\#(saysErrors ?? failed),"items":[\#(shown)]}"#)
  }
}
