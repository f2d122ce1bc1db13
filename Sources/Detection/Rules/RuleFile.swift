import FoundationEssentials
import YAML

/// Reads rules from YAML.
///
/// ```yaml
/// rules:
///   - id: aws-access-key-id          # lower case, hyphens
///     type: AWS_ACCESS_KEY_ID        # the name in placeholders
///     class: credential              # credential | pii | injection
///     severity: critical             # low | medium | high | critical
///     description: Access key id of an AWS account.
///     patterns: ['\b(A[SK]IA[A-Z2-7]{16})\b']
///     anchors: []                    # cheap expressions that lie in every match
///     digits_min: 9                  # run the patterns only around numbers of so many digits
///     digits_max: 9                  # … of at most so many
///     characters_min: 9              # … of so many digits and letters
///     in_run: false                  # … around 20 or more letters, digits and +/-_ in a row
///     named: [acme]                  # names before a value: `ACME_API_KEY=…`, `"acme": {"token": …}`
///     value: '[0-9a-f]{32}'          # what the value looks like; any token without it
///     keys: []                       # expressions for the end of object keys
///     hidden: []                     # tags | variation_selectors | bidi_controls | zero_width
///     extent: match                  # match | groups | token | word | pem | line
///     context: []                    # words near the match or in its key
///     context_required: false
///     unless: []                     # words near the match or in its key that speak against it
///     validators: []                 # see Validator
///     published: []                  # values that manuals print, which are no find
///     entropy_min: 3.0               # bits per byte
///     fallback: false                # gives way to other findings
///     confidence: 0.9                # how sure a finding is; usual for the class without it
///     lane: enforce                  # enforce | flag | observe | draft
///     benign: 0/2271                 # false alarms in so many harmless texts, measured by `agw rules test --benign`
///     action_max: block              # flag | redact | block
///     references: [CWE-798]
///     examples: {positive: […], negative: […]}
/// ```
///
/// In examples and published values the character U+2040 (`⁀`) is left out on reading, so that a token can be written in two
/// parts and scanners of this repository do not take it for a leak.
public enum RuleFile {
  /// The rules in `text`; `name` is used in errors.
  ///
  /// - Throws: `detection_rule_file_invalid` with file, line and what to write instead.
  public static func rules(in text: String, name: String) throws(DetectionError) -> [DetectionRule] {
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLReader().read(Array(text.utf8))
    } catch {
      throw DetectionError(.ruleFileInvalid, error.message, file: name, line: error.mark?.line)
    }
    guard let root else { return [] }
    let reader = RuleReader(file: name)
    let top = try reader.members(of: root, allowed: ["rules"])
    guard let list = top["rules"] else {
      throw reader.problem("a rule file is a mapping with the key \"rules\"", at: root)
    }
    var rules: [DetectionRule] = []
    for node in try reader.elements(of: list) { rules.append(try reader.rule(node)) }
    return rules
  }

  /// The rules of all `.yaml` files of a directory and of the directories in it, in order of their paths.
  ///
  /// - Throws: `detection_rule_file_invalid` naming the file.
  public static func rules(inDirectory directory: String) throws(DetectionError) -> [DetectionRule] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: directory) else {
      throw DetectionError(.ruleFileInvalid, "cannot be read as a directory", file: directory)
    }
    var rules: [DetectionRule] = []
    for name in names.sorted() where name.hasSuffix(".yaml") {
      let path = directory + "/" + name
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw DetectionError(.ruleFileInvalid, "cannot be read as UTF-8 text", file: path)
      }
      rules += try Self.rules(in: text, name: path)
    }
    return rules
  }
}
