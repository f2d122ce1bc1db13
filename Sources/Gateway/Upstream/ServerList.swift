import Basics
import MCP
import NIOCore

/// A list of one server, from all its pages.
///
/// LIMIT: ``pagesMax`` pages. A cursor that comes twice leads round in a circle, and the list is refused.
struct ServerList {
  static let pagesMax = 64

  private let question: Method
  private let server: Server
  private let asker: OwnQuestion.Asker
  private let loop: NIOLoopBound<LoopState>

  static func read(
    _ method: Method, of server: Server, by asker: OwnQuestion.Asker, on loop: LoopState
  ) -> EventLoopFuture<[JSONValue]> {
    let list = ServerList(
      question: method, server: server, asker: asker, loop: NIOLoopBound(loop, eventLoop: loop.eventLoop))
    return list.page(cursor: nil, seen: [], after: [])
  }

  private func page(cursor: String?, seen: Set<String>, after: [JSONValue]) -> EventLoopFuture<[JSONValue]> {
    let loop = loop
    var question = OwnQuestion(method: question)
    if let cursor { question.params["cursor"] = .string(cursor) }
    guard let member = ListResult.members(of: question.method) else {
      return loop.value.eventLoop.makeFailedFuture(UpstreamFailure.invalid)
    }
    return question.put(to: server, by: asker, on: loop.value).flatMap { result in
      guard let items = result["\(member.list)"]?.arrayValue else {
        return loop.value.eventLoop.makeFailedFuture(UpstreamFailure.invalid)
      }
      let all = after + items
      guard let next = result["nextCursor"]?.stringValue else { return loop.value.eventLoop.makeSucceededFuture(all) }
      guard seen.count + 1 < Self.pagesMax, !seen.contains(next) else {
        return loop.value.eventLoop.makeFailedFuture(UpstreamFailure.tooLarge)
      }
      return self.page(cursor: next, seen: seen.union([next]), after: all)
    }
  }
}
