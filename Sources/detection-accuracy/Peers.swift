import Basics

/// What other tools said of the same texts: the file that `Benchmarks/detection/peers.py` writes.
struct Peers {
  struct Tool {
    var name: String
    var corpus: String
    /// Per source.
    var tallies: [String: Tally]
  }

  var tools: [Tool] = []

  /// `{"tools": [{"name": …, "corpus": …, "sources": {"NAME": [found, missed, false alarms, quiet]}}]}`
  init(_ bytes: [UInt8]) {
    let tools = (try? JSONValue.parse(bytes))?["tools"]?.arrayValue ?? []
    for tool in tools {
      guard let name = tool["name"]?.stringValue, let corpus = tool["corpus"]?.stringValue,
        let sources = tool["sources"]?.objectValue
      else { continue }
      var tallies: [String: Tally] = [:]
      for (source, counts) in sources {
        let numbers = (counts.arrayValue ?? []).compactMap(\.intValue)
        guard numbers.count == 4 else { continue }
        tallies[source] = Tally(found: numbers[0], missed: numbers[1], falseAlarms: numbers[2], quiet: numbers[3])
      }
      self.tools.append(Tool(name: name, corpus: corpus, tallies: tallies))
    }
  }
}
