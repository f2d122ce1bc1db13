public import Basics

/// Reads documents of an index in the order of time, page after page.
///
/// Pages are asked for with `search_after` over `timestamp` and `sequence`, so memory holds one page whatever the index
/// holds. Source: OpenSearch, Search API and "Paginate results".
public struct EntrySearch: Sendable {
  /// Documents of one page.
  public static let pageDocuments = 1_000

  private let client: SearchClient
  private let index: String
  /// Deeper than a document, by what surrounds it.
  private static let limits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 16, nodesMax: 4_000_000)

  public var address: SearchAddress { client.address }

  /// - Parameter index: Name or pattern, such as `precinct-audit-*`.
  /// - Throws: ``SearchError`` `opensearch_settings_invalid`.
  public init(_ address: SearchAddress, index: String, _ credentials: SearchCredentials) throws(SearchError) {
    guard !index.isEmpty, index.utf8.count <= 255, index.utf8.allSatisfy(Self.isIndexByte) else {
      throw SearchError(.settingsInvalid, "\"\(index.prefix(64))\" is no name or pattern of an index.")
    }
    self.index = index
    client = try SearchClient(address, credentials)
  }

  private static func isIndexByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F, 0x2C: true
    default: false
    }
  }

  /// Gives every document whose `timestamp` lies in the period, oldest first, until `body` returns false. Blocks.
  ///
  /// - Throws: ``SearchError`` `opensearch_unreachable`, `opensearch_refused`, `opensearch_answer_invalid`.
  public func forEach(since: Timestamp?, until: Timestamp, _ body: (_ document: [UInt8]) -> Bool) throws(SearchError) {
    var after: [UInt8]?
    while true {
      let question = Self.question(since: since, until: until, after: after)
      let answer = try client.post("/\(index)/_search?ignore_unavailable=true", question)
      guard answer.status == 200 else {
        throw SearchError(.refused, "\(address) answered with HTTP \(answer.status)\(Self.reason(answer.body)).")
      }
      let hits = try self.hits(answer.body)
      for hit in hits.documents where !body(hit) { return }
      guard hits.count == Self.pageDocuments else { return }
      guard let last = hits.last, last != after else {
        throw SearchError(.answerInvalid, "\(address) gives no place to go on from; is the index made by Precinct?")
      }
      after = last
    }
  }

  static func question(since: Timestamp?, until: Timestamp, after: [UInt8]?) -> [UInt8] {
    var range: JSONObject = ["lt": .string(until.rfc3339)]
    if let since { range["gte"] = .string(since.rfc3339) }
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    writer.key("size")
    writer.integer(pageDocuments)
    writer.key("query")
    writer.value(["bool": ["filter": [["range": ["timestamp": .object(range)]]]]])
    writer.key("sort")
    writer.value([["timestamp": "asc"], ["sequence": "asc"]])
    if let after {
      writer.key("search_after")
      writer.raw(after)
    }
    writer.endObject()
    return writer.bytes
  }

  /// The documents of a page as they were put in, and the sort values of the last.
  private func hits(_ body: [UInt8]) throws(SearchError) -> (count: Int, documents: [[UInt8]], last: [UInt8]?) {
    let root = JSONDocument.root
    guard let answer = try? JSONDocument(parsing: body, limits: Self.limits),
      answer.member(named: "timed_out", of: root).map({ answer.kind(at: $0) }) != .true,
      let outer = answer.member(named: "hits", of: root), let list = answer.member(named: "hits", of: outer)
    else {
      throw SearchError(.answerInvalid, "\(address) did not answer as a search API does, or only in part.")
    }
    if let shards = answer.member(named: "_shards", of: root), let failed = answer.member(named: "failed", of: shards),
      answer.number(at: failed)?.int64 ?? 0 > 0
    {
      throw SearchError(.answerInvalid, "\(address) could not read all of \(index); evidence must not be made of a part.")
    }
    var documents: [[UInt8]] = []
    var last: [UInt8]?
    let hits = answer.elements(of: list)
    for hit in hits {
      last = answer.member(named: "sort", of: hit).map { Array(answer.bytes[answer.range(at: $0)]) }
      guard let source = answer.member(named: "_source", of: hit), answer.kind(at: source) == .object else { continue }
      documents.append(Array(answer.bytes[answer.range(at: source)]))
    }
    return (hits.count, documents, last)
  }

  private static func reason(_ body: [UInt8]) -> String {
    let reason = (try? JSONValue.parse(body))?["error"]?["reason"]?.stringValue
    return reason.map { ": \($0.prefix(256))" } ?? ""
  }
}
