import Basics

/// What each tool does with its arguments. Nothing leaves the process and nothing outside it is touched.
enum Behaviour {
  typealias Function = @Sendable (_ arguments: JSONValue) -> Outcome

  /// The behaviour of the named tool; tools without one of their own describe the call they got.
  static func named(_ name: String) -> Function {
    switch name {
    case "echo": echo
    case "tavily_search", "web_search", "search": search
    case "get_weather": weather
    case "read_customer": customer
    case "send_email": email
    case "bash": bash
    default: { arguments in Outcome(text: "\(name) was called with \(arguments.text)") }
    }
  }

  @Sendable static func echo(_ arguments: JSONValue) -> Outcome {
    Outcome(text: firstText(in: arguments, of: ["text", "message"]))
  }

  /// Made-up results that depend on the query, so that a reader sees which call they belong to.
  @Sendable static func search(_ arguments: JSONValue) -> Outcome {
    let query = firstText(in: arguments, of: ["query", "q"])
    let count = min(max(arguments["max_results"]?.intValue ?? 3, 1), 10)
    let slug = query.lowercased().utf8.map { isLetterOrDigit($0) ? $0 : UInt8(ascii: "-") }
    let results: [JSONValue] = (1...count).map { rank in
      [
        "title": .string("\(query), part \(rank)"),
        "url": .string("https://search.example/\(String(decoding: slug, as: UTF8.self))/\(rank)"),
        "content": .string("An invented page about \(query). It exists only in this example."),
      ]
    }
    let structured: JSONValue = ["query": .string(query), "results": .array(results)]
    return Outcome(text: structured.text, structured: structured)
  }

  /// A made-up temperature that depends on the name of the place.
  @Sendable static func weather(_ arguments: JSONValue) -> Outcome {
    let city = firstText(in: arguments, of: ["city"])
    let celsius = -5 + city.utf8.reduce(0) { ($0 + Int($1)) % 36 }
    let isFahrenheit = arguments["unit"] == "fahrenheit"
    let degrees = isFahrenheit ? celsius * 9 / 5 + 32 : celsius
    let unit = isFahrenheit ? "°F" : "°C"
    return Outcome(
      text: "\(city): \(degrees) \(unit)", structured: ["city": .string(city), "degrees": .integer(degrees), "unit": .string(unit)])
  }

  /// A made-up record, with an e-mail address for the gateway to redact.
  @Sendable static func customer(_ arguments: JSONValue) -> Outcome {
    let id = firstText(in: arguments, of: ["customer_id"])
    let record: JSONValue = [
      "customer_id": .string(id), "name": "Ada Example", "email": .string("customer.\(id.lowercased())@mail.example.com"),
      "contract": "standard",
    ]
    return Outcome(text: record.text, structured: record)
  }

  @Sendable static func email(_ arguments: JSONValue) -> Outcome {
    Outcome(text: "This example sends nothing. It would have been sent to \(firstText(in: arguments, of: ["to"])).")
  }

  @Sendable static func bash(_ arguments: JSONValue) -> Outcome {
    let command = firstText(in: arguments, of: ["command"])
    return Outcome(text: "This example runs nothing. It would have been asked to run: \(command)", isError: true)
  }

  private static func firstText(in arguments: JSONValue, of names: [String]) -> String {
    names.lazy.compactMap { arguments[$0]?.stringValue }.first ?? arguments.text
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
