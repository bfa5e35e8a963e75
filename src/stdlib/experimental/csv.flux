package csv


import files "csv"
import "experimental/http"

// Reads annotated CSV at a URL.
from = (url) => {
    answer = http.get(url: url)

    return files.from(csv: string(v: answer.body))
}
