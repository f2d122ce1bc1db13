public import Basics

/// The answer to a list request, whose items can be taken out while every other byte stays as it is.
///
/// Unknown members, `nextCursor`, number spelling, key order and white space are kept.
public struct ListResult: Sendable {
  public struct Item: Sendable {
    /// Its node in the document.
    public let node: Int
    /// Text of its `name` (tools, prompts), `uri` (resources; `uriTemplate` for templates) or `taskId`; nil if it has none.
    public let name: String?
  }

  public let document: JSONDocument
  public let items: [Item]
  private let message: Int
  private let result: Int

  /// - Parameters:
  ///   - envelope: A response.
  ///   - method: What was asked for.
  /// - Returns: nil if the method is no list of these five, or the answer is not of its shape.
  public init?(_ envelope: Envelope, to method: Method) {
    guard let result = envelope.result, let (list, name) = Self.members(of: method) else { return nil }
    let document = envelope.document
    guard let array = document.member(named: list, of: result), document.kind(at: array) == .array else {
      return nil
    }
    self.document = document
    self.message = envelope.node
    self.result = result
    items = document.elements(of: array).map { node in
      Item(node: node, name: document.member(named: name, of: node).flatMap { document.string(at: $0) })
    }
  }

  /// The message without the items at `dropped`.
  ///
  /// - Parameters:
  ///   - dropped: Positions in ``items``.
  ///   - era: A modern answer is marked `"cacheScope":"private"`: what one principal may see is not to be kept
  ///     for another. Legacy answers have no such member, and get none.
  /// - Complexity: O(n), one copy.
  public func removing(_ dropped: Set<Int>, era: Era) -> [UInt8] {
    var edits = TextEdits(removalEdits(dropped))
    if era == .modern { edits.add(cacheEdit()) }
    return edits.applied(to: document.bytes, in: document.range(at: message))
  }

  /// Takes out each item with the separator before it; or, where no kept item stands before, the one after it.
  private func removalEdits(_ dropped: Set<Int>) -> [TextEdits.Edit] {
    var edits: [TextEdits.Edit] = []
    var lastKept: Int?
    for (position, item) in items.enumerated() {
      let range = document.range(at: item.node)
      guard dropped.contains(position) else {
        lastKept = position
        continue
      }
      if lastKept != nil {
        let before = document.range(at: items[position - 1].node).upperBound
        edits.append(TextEdits.Edit(range: before..<range.upperBound))
      } else if position + 1 < items.count {
        let after = document.range(at: items[position + 1].node).lowerBound
        edits.append(TextEdits.Edit(range: range.lowerBound..<after))
      } else {
        edits.append(TextEdits.Edit(range: range))
      }
    }
    return edits
  }

  private func cacheEdit() -> TextEdits.Edit {
    if let scope = document.member(named: "cacheScope", of: result) {
      return TextEdits.Edit(range: document.range(at: scope), replacement: Array(#""private""#.utf8))
    }
    // A result that holds a list has a member, so a comma belongs behind the new one.
    let start = document.range(at: result).lowerBound + 1
    return TextEdits.Edit(range: start..<start, replacement: Array(#""cacheScope":"private","#.utf8))
  }

  /// Where the list stands in the result, and where the name in each item; nil if the method is none of the five.
  public static func members(of method: Method) -> (list: StaticString, name: StaticString)? {
    switch method {
    case .toolsList: ("tools", "name")
    case .promptsList: ("prompts", "name")
    case .resourcesList: ("resources", "uri")
    case .resourceTemplatesList: ("resourceTemplates", "uriTemplate")
    case .tasksList: ("tasks", "taskId")
    default: nil
    }
  }
}
