/// Every method of every revision, as data.
///
/// - Source: `schema.ts` of the revisions 2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25 and 2026-07-28; the tasks
///   extension of 2026-07-28.
public enum MethodCatalogue {
  public static let entries: [MethodEntry] = requests + serverRequests + notifications

  private static let requests: [MethodEntry] = [
    MethodEntry("initialize", .request, .handshake, client: .legacy),
    MethodEntry("ping", .request, .handshake, client: .legacy, server: .legacy),
    MethodEntry("server/discover", .request, .handshake, client: .modern),
    MethodEntry("subscriptions/listen", .request, .subscribe, client: .modern),
    MethodEntry("tools/list", .request, .list, client: .all),
    MethodEntry("tools/call", .request, .call, .name, client: .all, mirrored: true),
    MethodEntry("prompts/list", .request, .list, client: .all),
    MethodEntry("prompts/get", .request, .read, .name, client: .all, mirrored: true),
    MethodEntry("resources/list", .request, .list, client: .all),
    MethodEntry("resources/templates/list", .request, .list, client: .all),
    MethodEntry("resources/read", .request, .read, .uri, client: .all, mirrored: true),
    MethodEntry("resources/subscribe", .request, .subscribe, .uri, client: .legacy),
    MethodEntry("resources/unsubscribe", .request, .subscribe, .uri, client: .legacy),
    MethodEntry("completion/complete", .request, .read, .reference, client: .all),
    MethodEntry("logging/setLevel", .request, .subscribe, client: .legacy),
    MethodEntry(
      "tasks/get", .request, .task, .task,
      client: [.v2025_11_25, .modern], server: .v2025_11_25, byExtension: .modern, mirrored: true),
    MethodEntry(
      "tasks/cancel", .request, .task, .task,
      client: [.v2025_11_25, .modern], server: .v2025_11_25, byExtension: .modern, mirrored: true),
    MethodEntry(
      "tasks/update", .request, .task, .task, client: .modern, byExtension: .modern, mirrored: true),
    MethodEntry("tasks/result", .request, .task, .task, client: .v2025_11_25, server: .v2025_11_25),
    MethodEntry("tasks/list", .request, .task, client: .v2025_11_25, server: .v2025_11_25),
  ]

  private static let serverRequests: [MethodEntry] = [
    MethodEntry("roots/list", .request, .ask, server: .legacy, embedded: .modern),
    MethodEntry("sampling/createMessage", .request, .ask, server: .legacy, embedded: .modern),
    MethodEntry(
      "elicitation/create", .request, .ask, server: [.v2025_06_18, .v2025_11_25], embedded: .modern),
  ]

  private static let notifications: [MethodEntry] = [
    MethodEntry("notifications/initialized", .notification, .handshake, client: .legacy),
    MethodEntry("notifications/cancelled", .notification, .tell, client: .legacy, server: .all),
    MethodEntry("notifications/progress", .notification, .tell, client: .legacy, server: .all),
    MethodEntry("notifications/message", .notification, .tell, server: .all),
    MethodEntry("notifications/tools/list_changed", .notification, .tell, server: .all),
    MethodEntry("notifications/prompts/list_changed", .notification, .tell, server: .all),
    MethodEntry("notifications/resources/list_changed", .notification, .tell, server: .all),
    MethodEntry("notifications/resources/updated", .notification, .tell, .uri, server: .all),
    MethodEntry("notifications/roots/list_changed", .notification, .tell, client: .legacy),
    MethodEntry("notifications/elicitation/complete", .notification, .tell, server: .v2025_11_25),
    MethodEntry(
      "notifications/tasks/status", .notification, .tell, .task,
      client: .v2025_11_25, server: .v2025_11_25),
    MethodEntry(
      "notifications/tasks", .notification, .tell, .task, server: .modern, byExtension: .modern),
    MethodEntry("notifications/subscriptions/acknowledged", .notification, .tell, server: .modern),
  ]

  /// Row of the method called `name`, or ``Method/unknownRow``.
  ///
  /// - Complexity: O(length of the name): only rows of the same length are compared.
  static func row(ofName name: String) -> UInt8 {
    var name = name
    return name.withUTF8 { utf8 in unsafe row(of: utf8.span) }
  }

  static func row(of name: Span<UInt8>) -> UInt8 {
    guard name.count < rowsByLength.count else { return Method.unknownRow }
    for row in rowsByLength[name.count] where isEqual(name, namePool, from: Int(nameStarts[Int(row)])) {
      return row
    }
    return Method.unknownRow
  }

  /// The names end to end, so that a lookup touches bytes and no `String`.
  private static let namePool: [UInt8] = entries.flatMap { Array($0.name.utf8) }

  private static let nameStarts: [UInt16] = entries.reduce(into: [0]) { starts, entry in
    starts.append((starts.last ?? 0) + UInt16(entry.name.utf8.count))
  }

  private static let rowsByLength: [[UInt8]] = {
    let longest = entries.map(\.name.utf8.count).max() ?? 0
    var rows = [[UInt8]](repeating: [], count: longest + 1)
    for (row, entry) in entries.enumerated() { rows[entry.name.utf8.count].append(UInt8(row)) }
    return rows
  }()

  private static func isEqual(_ name: Span<UInt8>, _ pool: [UInt8], from start: Int) -> Bool {
    for offset in 0..<name.count where name[offset] != pool[start + offset] { return false }
    return true
  }
}
