"""Common words by language: they prove nothing alone, but two of them in a clause without a word of its text do."""

from thoughtmill.filters.language.function_words import words

COMMON: dict[str, frozenset[str]] = {
    "es": words("""
        falta faltan vamos ahora paso pasos cumple cumplen caso casos base ramas coinciden hay cuidado signo ya casi
        terminamos cuenta cuentas sale salen bien mal dividir entre sigue seguimos listo lista fácil difícil claro
        perfecto correcto exacto exactamente cierto verdad falso queda quedan valor valores resultado mitad doble
        par impar mayor menor gran grande pequeña total suma resta producto cociente último paréntesis raíz raíces
        fracción probamos miramos vemos usamos hacemos tomamos escribimos leemos leer ver mirar pensar revisar
        revisemos probemos calculemos usemos veamos pasemos tengamos dado dada dados sea sean todo toda todos nadie
        algo vez dos uno una buen buena buenos me te se le nos lo la los las el un unos mi tu su yo tú él no sí que
        de en y o a con sin por para si como del al es son era fue ser ha han he va van da dan gracias amigo
        aproximadamente simplemente solamente realmente luego bastante demasiado mejor igualdad ecuación incógnita
        despejar despejamos sencillo sencilla lógico obvio evidente cosa cosas idea vale
    """),
    "fr": words("""
        reste restent regardons regarde second cas signe change changent ici on tombe juste passons calcul suivant
        suivante rien alors tout toute clair désormais compte bon bonne faut fait faire fini finie terminé terminée
        hop simplement bien sûr mal voici voilà diviser par quatre vingt trente plus moins facile difficile vrai
        vraie faux exact exactement parfait résultat valeur valeurs moitié double pair impair grand grande petit
        petite premier première deuxième troisième fin enfin encore continuons vérifie essayons prenez prend note
        notons écrivons posons gardons cherchons trouver chercher vois vu sans sous entre contre vers chez pendant
        après avant comme si je tu il elle on nous vous ils me te se lui leur y en ne pas que qui quoi le la les un
        une des du de à au aux et ou mais est sont a ont va vont peut doit étape merci même peu trop assez simple
        logique évident chose choses ça là oui non égalité racine racines inconnue comptes bonjour aussi
    """),
    "de": words("""
        passt passen genau teilen teilt nun fehlt fehlen letzte letzter letzten schritt schritte vorzeichen stimmt
        probe geht gehen auf bleibt bleiben noch zweite zweiter zweiten fall fälle weit alles klar gut zusammen
        fertig also damit ganz einfach richtig falsch und so das der die den dem des ein eine einen ist sind war
        hier da dort jetzt bald gleich rest übrig rechnen rechnung rechne rechnet nehmen nimmt setzen setzt sehen
        sieht siehe schauen machen macht tun kommt kommen kein keine nichts etwas alle beide erste ersten dritte
        dritter halb hälfte doppelt gerade ungerade groß klein größer kleiner wert werte summe produkt teil teile
        durch mit ohne für gegen um von zu zur zum im in am an bei aus nach vor über unter zwischen wie was wer wo
        warum weil denn ob wenn als aber oder doch ja nein schön sicher wahr leicht schwer schwierig offenbar
        offensichtlich natürlich reicht reichen völlig logisch sache frage ergebnis beweis behauptung wurzel klammer
        gilt gelten folgt folglich sei seien hat haben mal nochmal wieder zwanzig dreißig viel mehr wenig soll muss
        man es er sie wir ich du ihr mich dich uns endlich geschafft prima danke bitte
    """),
    "it": words("""
        adesso dividiamo per quattro manca mancano solo segno conto conti torna tornano perfettamente passiamo
        secondo caso casi tutto tutti quindi resta restano vedere abbiamo quasi finito gioco fatto fatta bene male
        facile difficile vero falso giusto esatto esattamente perfetto chiaro risultato valore valori metà doppio
        pari dispari grande piccolo piccola maggiore minore somma prodotto primo prima terzo ultimo fine ancora
        sempre mai qui qua lì là ora oggi poi già proviamo guardiamo prendiamo usiamo scriviamo teniamo dato data
        dati nulla niente qualcosa cosa cose uno due tre cinque otto il lo la i gli le un una di a da in con su tra
        fra e o ma se che chi come dove non sì mi ti si ci vi è sono era ha ho va vanno può deve ecco basta semplice
        logico ovvio serve altro evidente numero radice radici grazie uguale troppo molto poco più meno così anche
    """),
    "pt": words("""
        falta faltam dividir por quatro vamos calma conta contas bate certo certa passemos passamos caso casos
        seguinte resta restam verificar sinal tudo até aqui agora pouco fica ficam negativo positivo fácil difícil
        verdade falso claro exato exatamente perfeito resultado valor valores metade dobro par ímpar grande pequeno
        pequena maior menor soma produto primeira segunda terceiro último fim ainda sempre nunca logo já vejamos
        tomemos usemos usamos fazemos escrevemos olhamos dado dada nada algo coisa um uma dois três cinco o a os as
        de em e ou mas se que quem como não sim me te se lhe nos é são era foi ser tem vai vão dá isto isso pronto
        simples lógico óbvio vale pena conferir evidente raiz raízes passo passos basta obrigado igual bem mal sem
        com para por ao da do na no das dos pelo pela muito mais menos também assim só
    """),
    "nl": words("""
        nu delen we door vier dat klopt precies nog even het teken controleren controleer dit is heel eenvoudig
        tweede geval blijft over alles rest duidelijk zo ver goed makkelijk moeilijk genoeg waar onwaar juist fout
        klaar uitkomst waarde waarden half helft dubbel even oneven groot klein groter kleiner som deel eerste derde
        laatste stap stappen rekenen reken rekenen kijken kijk zien ziet nemen gebruiken schrijven een de en of maar
        als dan dus want om op in van voor met zonder bij uit naar aan tot te er hier daar wat wie hoe niet geen
        iets niets wel ook al toch ja nee ik je jij hij zij ons onze hun mijn zijn was had heeft kan moet gaat doet
        volgt geldt gewoon gewoonlijk zeker natuurlijk snel allemaal beide
    """),
    "sv": words("""
        nu delar vi med fyra det stämmer precis kontrollerar kontrollera tecknet igen detta mycket enkelt andra
        fallet återstår allt resten uppenbart så långt väl bra lätt svårt sant falskt rätt fel klart klar färdig
        färdigt resultatet värdet hälften dubbelt jämnt udda stor stort liten litet större mindre summan första
        tredje sista steg räknar räkna ser se tar ta skriver en ett den de och eller men om som att för på av till
        från utan vid här där vad vem hur inte ingen inget något nu bara också redan ja nej jag du han hon vår är
        var har kan måste ska blir gör går får gäller följer två tre fem sex sju åtta nio tio båda alla ikke jeg det
        er og til med på vi nå kun men kan skal ved denne dette begge
    """),
    "pl": words("""
        teraz dzielimy przez cztery trzeba jeszcze sprawdzić znak wszystko się zgadza zostaje drugi przypadek to
        jest bardzo proste sprawdźmy raz wynik poprawny poprawne reszta oczywista oczywiste był była było byli
        wielkim wielki wielka dobrze źle łatwo łatwe trudne prawda fałsz gotowe koniec liczba liczby liczymy mnożymy
        dodajemy odejmujemy mamy wartość połowa razy większy mniejszy suma pierwszy pierwsza trzeci ostatni krok
        kroki ten ta te tego tej tym tych ja ty on ona ono my wy oni mnie nas jego jej ich nie tak czy co kto jak
        gdzie kiedy dlaczego bo ale lub i a w z na do od po za pod nad przy bez dla o u że już tylko też także potem
        wtedy więc zatem czyli jeden dwa trzy pięć sześć siedem osiem dziesięć zawsze nigdy tutaj tam nic coś każdy
        każda wszystkie można musi mogą trochę bardziej mniej znowu również miał miała urodził zmarł wielu jako
        prosty prosta jasne równanie równa równe dwie
    """),
    "cs": words("""
        teď vydělíme čtyřmi zbývá ověřit znaménko všechno souhlasí to je velmi jednoduché zkontrolujme znovu
        výsledek správný správně přesně druhý případ tím důkaz hotov hotovo byl byla bylo byli jsem jsi jsme jste
        jsou dobře špatně snadné těžké pravda konec číslo čísla počítáme násobíme sečteme odečteme máme hodnota
        polovina krát větší menší součet první třetí poslední krok ten ta tato toto toho tomu já ty on ona my vy oni
        nás jeho její jejich ne ano co kdo jak kde kdy proč ale nebo a v z na do od po za pod nad při bez pro o u že
        už jen také potom tedy takže jeden dva tři čtyři pět šest sedm osm deset vždy nikdy zde tady tam nic něco
        každý všechny lze musí mohou trochu více méně rovnice rovná stejné ještě velký velká musíme můžeme platí
    """),
    "tr": words("""
        şimdi dörde bölelim işareti kontrol edelim sonuç doğru görünüyor bu çok kolay kolayca başka her şey yolunda
        ikinci durum kaldı bir kez daha bakalım hesap tutuyor gibi ve ile için de da mi mı ama fakat veya ya ki ne
        kim nasıl nerede neden çünkü eğer ise var yok değil evet hayır tamam iyi kötü zor yanlış kesin son ilk
        üçüncü adım sayı sayısı yarısı iki üç dört beş altı yedi sekiz dokuz on yüz toplam fark çarpım bölüm kalan
        eşit büyük küçük hep hiç burada orada o ben sen biz siz onlar bizim onun olan olur oldu olarak olduğu demek
        yani böylece sonra önce şu cevap soru basit açık bütün tüm kadar göre ediyor ederiz buluruz elde denklem
        bitti hemen artık
    """),
    "vi": words("""
        bây giờ chia cho bốn kết quả hoàn toàn đúng ta kiểm tra lại dấu điều này rất dễ còn trường hợp hai mọi thứ
        đều ổn phép tính đã xong chúng tôi tiếp tục nhé là và của có không được một ba năm sáu bảy tám chín mười số
        với từ đến trong ngoài trên dưới như thế nào vậy nên thì nếu nhưng hoặc vì do đó cũng chỉ nữa hơn kém bằng
        tổng hiệu tích thương phải sai khó rõ ràng đầu cuối bước cách làm tìm thấy biết nói người ông bà anh chị em
        đây kia những các mỗi cả nhiều ít lớn nhỏ sẽ đang vẫn rồi mà để khi sau trước bởi ra vào lên xuống
    """),
    "id": words("""
        adalah tidak dengan untuk karena sehingga jumlah jawaban kita maka dari pada jika tersebut yang dan di ini
        itu ke jadi sekarang bagi empat hasil benar salah mudah sulit lagi sudah belum akan bisa harus semua setiap
        sangat lebih kurang dua tiga lima enam tujuh delapan sembilan sepuluh periksa hitung langkah
    """),
    "ro": words("""
        acum împărțim la patru rezultatul este corect foarte simplu mai rămâne cazul doilea totul și sunt pentru nu
        da cu din pe în că dar sau dacă deci atunci avem trebuie verificăm semnul bine gata doi trei cinci un o
    """),
    "fi": words("""
        nyt jaamme neljällä tulos on oikein hyvin helppo vielä kaikki tämä se että ja ei ovat koska siis mutta myös
        niin kun sitten toinen tarkistetaan valmis vastaus yksi kaksi kolme neljä viisi
    """),
    "hu": words("""
        most osztunk néggyel az eredmény helyes nagyon egyszerű még minden ez a hogy és nem mert tehát de is van egy
        kettő két három négy öt akkor kész jó ellenőrizzük második eset marad
    """),
}  # fmt: skip
"""A word may be English too, or of several languages."""
