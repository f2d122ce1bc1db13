import Compliance
import OpenSearch

/// The entries of an index of the log.
struct IndexEntrySource: EntrySource {
  let kind = "opensearch"
  let search: EntrySearch

  init(_ search: EntrySearch) { self.search = search }

  var place: String { "\(search.address)" }

  func forEach(in period: EvidencePeriod, _ body: ([UInt8]) -> Bool) throws {
    try search.forEach(since: period.since, until: period.until, body)
  }
}
