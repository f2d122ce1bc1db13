import Basics
import Synchronization

/// Whose tasks there are: a task is found by the caller that started it, at the server that runs it, and by nobody
/// else.
///
/// LIMIT: ``countMax`` tasks; the one that was used longest ago is forgotten first, and so are all when the gateway
/// starts anew. A forgotten task is "not found".
///
/// - Source: MCP 2025-11-25, Tasks, Security Considerations; the tasks extension of 2026-07-28.
final class TaskTable: Sendable {
  struct Task: Sendable, Equatable {
    let owner: String
    /// The tool that was called; nil for other requests.
    let tool: String?
    var usedAt: Timestamp
  }

  private struct Key: Hashable {
    let server: String
    let id: String
  }

  static let countMax = 50_000
  /// Longest task id that is remembered, in bytes.
  static let idBytesMax = 1_024
  /// A task that nobody has asked about for so long is forgotten.
  static let idleMax = Duration.seconds(7 * 24 * 3_600)

  private let tasks = Mutex<[Key: Task]>([:])

  /// Notes that `owner` started a task. A server that gives out an id twice does not thereby give it to another.
  func start(_ id: String, at server: String, owner: String, tool: String?, now: Timestamp) {
    guard id.utf8.count <= Self.idBytesMax else { return }
    tasks.withLock { tasks in
      if let known = tasks[Key(server: server, id: id)], known.owner != owner { return }
      if tasks.count >= Self.countMax, let oldest = tasks.min(by: { $0.value.usedAt < $1.value.usedAt })?.key {
        tasks[oldest] = nil
      }
      tasks[Key(server: server, id: id)] = Task(owner: owner, tool: tool, usedAt: now)
    }
  }

  /// The task, if it is `owner`'s; counts as use of it.
  func find(_ id: String, at server: String, owner: String, now: Timestamp) -> Task? {
    tasks.withLock { tasks in
      let key = Key(server: server, id: id)
      guard tasks[key]?.owner == owner else { return nil }
      tasks[key]?.usedAt = now
      return tasks[key]
    }
  }

  func sweep(now: Timestamp) {
    tasks.withLock { tasks in tasks = tasks.filter { now.since($0.value.usedAt) < Self.idleMax } }
  }
}
