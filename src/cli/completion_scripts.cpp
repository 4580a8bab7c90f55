#include "cli/completion_scripts.h"

namespace dbmig {
namespace {

constexpr std::string_view kBash = R"sh(# bash completion for dbmig

_dbmig() {
  local program=${1:-dbmig} rest=${COMP_LINE:0:COMP_POINT} word gap i
  local -a words=() answer=()
  [[ $program == '~/'* ]] && program=$HOME/${program:2}
  [[ $(type -t -- "$program") == file ]] || program=dbmig

  # Bash also splits at = : and @; what no white space separates is one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    gap=${rest%%[![:space:]]*}
    rest=${rest#"$gap"}
    word=${COMP_WORDS[i]}
    ((i < COMP_CWORD)) || word=$rest
    if [[ -n $gap || i -eq 0 ]]; then
      words+=("$word")
    else
      words[${#words[@]}-1]+=$word
    fi
    rest=${rest#"$word"}
  done

  mapfile -t answer < <("$program" __complete "${words[@]:1}" 2>/dev/null)
  word=${words[${#words[@]}-1]}
  COMPREPLY=()
  case ${answer[0]} in
    :file)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]#=}")
      return
      ;;
    :folder)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "${COMP_WORDS[COMP_CWORD]#=}")
      return
      ;;
  esac

  # Bash replaces only what stands behind the last of those characters.
  local breaks=${COMP_WORDBREAKS//[^=:@]/} kept=
  [[ -n $breaks ]] && kept=${word%"${word##*[$breaks]}"}
  for i in "${answer[@]}"; do
    i=${i%%$'\t'*}
    printf -v i %q "${i#"$kept"}"
    COMPREPLY+=("$i")
  done
  compopt -o nosort 2>/dev/null
}

complete -F _dbmig dbmig
)sh";

constexpr std::string_view kZsh = R"sh(#compdef dbmig
# zsh completion for dbmig

_dbmig() {
  local program=${(Q)words[1]} line
  local -a answer offers
  (( $+commands[$program] )) || [[ -x $program ]] || program=dbmig
  answer=("${(@f)$("$program" __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  case $answer[1] in
    '') return 1 ;;
    :file)
      [[ $PREFIX == --*=* ]] && compset -P '*='
      _files
      return
      ;;
    :folder)
      [[ $PREFIX == --*=* ]] && compset -P '*='
      _files -/
      return
      ;;
  esac
  for line in $answer; do
    # _describe wants WORD:DESCRIPTION.
    if [[ $line == *$'\t'* ]]; then
      offers+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    else
      offers+=("${line//:/\\:}")
    fi
  done
  _describe -V -t dbmig dbmig offers
}

if [[ $funcstack[1] == _dbmig ]]; then
  _dbmig "$@"
else
  compdef _dbmig dbmig
fi
)sh";

constexpr std::string_view kFish = R"sh(# fish completion for dbmig

function __dbmig_complete
    set -l typed (commandline -opc)
    set -l word (commandline -ct)
    set -l program $typed[1]
    set -e typed[1]
    command -q -- $program; or set program dbmig
    set -l answer (command $program __complete $typed "$word" 2>/dev/null)
    switch "$answer[1]"
        case :file
            __fish_complete_path "$word"
        case :folder
            __fish_complete_directories "$word" ""
        case '*'
            printf '%s\n' $answer
    end
end

complete -c dbmig -f -k -a '(__dbmig_complete)'
)sh";

}  // namespace

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  return shell == "fish" ? kFish : std::string_view();
}

}  // namespace dbmig
