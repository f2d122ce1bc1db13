public import Basics

/// The extension of 2026-07-28 by which a server may answer with a task.
///
/// - Source: MCP 2026-07-28, Extensions, Tasks.
public enum TasksExtension {
  static let name = "io.modelcontextprotocol/tasks"

  /// What a client that takes tasks says of itself.
  public static let capability: JSONValue = ["extensions": .object([name: [:]])]

  /// Whether a modern request declares it.
  public static func isDeclared(by request: Envelope) -> Bool {
    let document = request.document
    guard let capabilities = request.clientCapabilities,
      let extensions = document.member(named: "extensions", of: capabilities)
    else { return false }
    return document.member(key: name, of: extensions) != nil
  }

  /// Whether a result is a task in the place of an answer.
  public static func isTask(_ response: Envelope) -> Bool {
    guard let result = response.result, let type = response.document.member(named: "resultType", of: result) else {
      return false
    }
    return response.document.matches(type, "task")
  }
}
